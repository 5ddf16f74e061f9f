import type { ServerEntry } from './config.ts';

export type ServerState = 'starting' | 'ready' | 'busy' | 'unresponsive' | 'crashed' | 'stopped' | 'foreign';

/** One row of `hermes server status`. */
export interface ServerStatus {
  name: string;
  state: ServerState;
  pid: number | null;
  url: string;
  build: string | null;
  model: string | null;
  uptimeSeconds: number | null;
  /** Tokens one request can use: `/props` of the running server, never the flag. */
  contextPerSlot: number | null;
  slots: number | null;
}

export interface StatusQuery {
  /** `servers` of the config: what should run. Without it only servers that were started are listed. */
  declared?: Readonly<Record<string, ServerEntry>>;
  /** Where the variables named by `api_key_env` are looked up; default: the process's own. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** What is to be different about a server after a restart; whatever is left out stays as it is. */
export interface ServerChange {
  /** Tokens that one request has to get at least. */
  window?: number;
  /** Requests that carry tools have to be accepted: no `--no-jinja`. */
  jinja?: true;
  /** The model's own chat template instead of a given one. */
  ownTemplate?: true;
}

export interface ServerRoom {
  status(query?: StatusQuery): Promise<ServerStatus[]>;
}
