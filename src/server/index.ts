import type { EndpointRoom, Paths, ServerEntry, ServerRoom, ServerStatus, StatusQuery } from '../contract/index.ts';
import { entryOf } from './changed-entry.ts';
import { type KnownServer, knownServers } from './known.ts';
import { type ServerLog, serverLog } from './logs.ts';
import { Records } from './records.ts';
import { type ServerContext, type StartedServer, type StartRequest, startServer } from './start.ts';
import { serverStatus } from './status.ts';
import { type StopOptions, type StoppedServer, stopServer } from './stop.ts';

export { changedEntry, startOptions } from './changed-entry.ts';
export { settingsIn } from './flags.ts';
export type { ServerLog } from './logs.ts';
export type { StartedServer, StartRequest } from './start.ts';
export type { StoppedServer } from './stop.ts';

/** llama-servers in the background, one state file each. */
export interface ServerRoomApi extends ServerRoom {
  /** Returns once it serves; throws `server.*` with nothing left running. */
  start(request: StartRequest): Promise<StartedServer>;
  status(query?: StatusQuery): Promise<ServerStatus[]>;
  /** SIGTERM, after `graceMs` SIGKILL. */
  stop(name: string, options?: StopOptions): Promise<StoppedServer>;
  /** The last `lines` (default 50) of its log. */
  logs(name: string, options?: { lines?: number }): Promise<ServerLog>;
  /** Names of servers that were started and not stopped since. */
  names(): Promise<string[]>;
  /** The settings that a server was started with, secrets masked; undefined when it was not started here. */
  entryOf(name: string): Promise<ServerEntry | undefined>;
  /** Servers of ours by record and config; none is asked, so it is quick also where one hangs. */
  known(declared: Readonly<Record<string, ServerEntry>>): Promise<KnownServer[]>;
  /** State files that cannot be used, so that what they stand for is not known. */
  unusableRecords(): Promise<string[]>;
}

export function createServerRoom(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  endpoint: EndpointRoom;
}): ServerRoomApi {
  const records = new Records(options.paths.ops);
  const context: ServerContext = { records, endpoint: options.endpoint, env: options.env, cwd: options.paths.cwd };
  return {
    start: (request) => startServer(context, request),
    status: (query = {}) => serverStatus(context, query),
    stop: (name, options) => stopServer(context, name, options),
    logs: (name, { lines = 50 } = {}) => serverLog(context, name, lines),
    names: async () => (await records.list()).map(({ name }) => name),
    entryOf: async (name) => {
      const record = await records.read(name);
      return record && entryOf(record);
    },
    known: (declared) => knownServers(records, declared),
    unusableRecords: () => records.unusable(),
  };
}
