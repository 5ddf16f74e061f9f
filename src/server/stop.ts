import { checkName } from './records.ts';
import type { ServerContext } from './start.ts';
import { type Ending, terminate } from './terminate.ts';

export interface StoppedServer {
  name: string;
  pid: number | null;
  /** `killed`: it did not end by itself in time. `was-gone`: it had crashed. `not-running`: there was nothing to do. */
  ended: Ending | 'not-running';
  durationMs: number;
}

const DEFAULT_GRACE_MS = 10_000;

/** Ends one server and forgets it; doing it again changes nothing. Never touches a process that is not ours. */
export async function stopServer(
  { records }: ServerContext,
  name: string,
  graceMs: number = DEFAULT_GRACE_MS,
): Promise<StoppedServer> {
  const begin = performance.now();
  const record = await records.read(checkName(name));
  if (!record) return { name, pid: null, ended: 'not-running', durationMs: 0 };
  const ended = await terminate(record.pid, record.identity, graceMs);
  await records.remove(record);
  const pid = ended === 'was-gone' ? null : record.pid;
  return { name, pid, ended, durationMs: Math.round(performance.now() - begin) };
}
