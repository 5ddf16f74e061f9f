import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { follow, sizeOf, tailLines } from './log-file.ts';
import { checkName } from './records.ts';
import type { ServerContext } from './start.ts';

export interface ServerLog {
  file: string;
  lines: string[];
  /** What is written from now on, until the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<string>;
}

/** The last lines of a server's log, which outlives the server; throws `server.no-log`. */
export async function serverLog({ records }: ServerContext, name: string, count: number): Promise<ServerLog> {
  const file = records.logFile(checkName(name));
  const size = await sizeOf(file);
  const lines = await tailLines(file, count);
  if (lines !== undefined) return { file, lines, follow: (signal) => follow(file, size, signal) };
  throw userError('server.no-log', `"${name}" has never been started here, so there is no log`, {
    where: { file },
    try: [commandLine('hermes', 'server', 'start', name), 'hermes server status'],
  });
}
