import type { EndpointRoom, Paths, ServerRoom, ServerStatus, StatusQuery } from '../contract/index.ts';
import { type ServerLog, serverLog } from './logs.ts';
import { Records } from './records.ts';
import { type ServerContext, type StartedServer, type StartRequest, startServer } from './start.ts';
import { serverStatus } from './status.ts';
import { type StoppedServer, stopServer } from './stop.ts';

export { settingsIn } from './flags.ts';
export type { ServerLog } from './logs.ts';
export type { StartedServer, StartRequest } from './start.ts';
export type { StoppedServer } from './stop.ts';

/** llama-servers in the background, one state file each. */
export interface ServerRoomApi extends ServerRoom {
  /** Returns once it serves; throws `server.*` with nothing left running. */
  start(request: StartRequest): Promise<StartedServer>;
  status(query?: StatusQuery): Promise<ServerStatus[]>;
  /** SIGTERM, after `graceMs` (default 10,000) SIGKILL. */
  stop(name: string, options?: { graceMs?: number }): Promise<StoppedServer>;
  /** The last `lines` (default 50) of its log. */
  logs(name: string, options?: { lines?: number }): Promise<ServerLog>;
  /** Names of servers that were started and not stopped since. */
  names(): Promise<string[]>;
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
    stop: (name, { graceMs } = {}) => stopServer(context, name, graceMs),
    logs: (name, { lines = 50 } = {}) => serverLog(context, name, lines),
    names: async () => (await records.list()).map(({ name }) => name),
  };
}
