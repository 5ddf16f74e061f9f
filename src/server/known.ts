import type { ServerEntry } from '../contract/index.ts';
import { isSameProcess } from '../state/index.ts';
import { listenersOn } from './listeners.ts';
import { planServer } from './plan.ts';
import type { Records } from './records.ts';

/** A server of ours, as its record or the config has it. */
export interface KnownServer {
  name: string;
  url: string;
  running: boolean;
}

/**
 * Servers that were started and, after them, those that are declared only and whose port nobody else is seen to hold. None
 * of them is asked, so one that hangs holds nobody up. Throws `server.state-unreadable`.
 */
export async function knownServers(
  records: Records,
  declared: Readonly<Record<string, ServerEntry>>,
): Promise<KnownServer[]> {
  const started = await records.list();
  const recorded = started.map((record) => ({
    name: record.name,
    url: record.url,
    port: record.port,
    running: isSameProcess(record.pid, record.identity),
  }));
  const others = Object.entries(declared).flatMap(([name, entry]) => {
    const { url, port } = planServer(entry);
    const isStarted = recorded.some((other) => other.name === name);
    const isTaken = !recorded.some((other) => other.running && other.port === port) && listenersOn(port).length > 0;
    return isStarted || isTaken ? [] : [{ name, url, running: false }];
  });
  return [...recorded.map(({ name, url, running }) => ({ name, url, running })), ...others];
}
