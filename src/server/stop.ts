import type { ServerEntry } from '../contract/index.ts';
import { isSameProcess } from '../state/index.ts';
import { checkName } from './records.ts';
import type { ServerContext } from './start.ts';
import { foreignPid } from './status.ts';
import { type Ending, terminate } from './terminate.ts';

export interface StoppedServer {
  name: string;
  pid: number | null;
  /**
   * `killed`: it did not end by itself in time. `was-gone`: it had crashed. `not-running`: there was nothing to do.
   * `foreign`: something that hermes did not start holds its port and was left alone.
   */
  ended: Ending | 'not-running' | 'foreign';
  durationMs: number;
}

export interface StopOptions {
  /** How long it may take to end by itself, ms; default 10,000. */
  graceMs?: number;
  /** How it is declared, to see whether a stranger holds its port. */
  entry?: ServerEntry | undefined;
}

/** Ends one server and forgets it; doing it again changes nothing. Never touches a process that is not ours. */
export async function stopServer(
  context: ServerContext,
  name: string,
  { graceMs = 10_000, entry }: StopOptions = {},
): Promise<StoppedServer> {
  const begin = performance.now();
  const { records } = context;
  const record = await records.read(checkName(name));
  if (!record) {
    const pid = entry && (await foreignPid(context, name, entry));
    return { name, pid: pid ?? null, ended: pid === undefined ? 'not-running' : 'foreign', durationMs: 0 };
  }
  const { pid, identity } = record;
  const lives = isSameProcess(pid, identity);
  if (lives) await records.markStopping(record);
  // Two stops at once: what one of them finds gone was ended by the other.
  const crashed = !lives && !(await records.isStopping(record));
  const ended = await terminate(pid, identity, graceMs);
  await records.remove(record);
  const durationMs = Math.round(performance.now() - begin);
  if (crashed) return { name, pid: null, ended: 'was-gone', durationMs };
  return { name, pid, ended: ended === 'was-gone' ? 'stopped' : ended, durationMs };
}
