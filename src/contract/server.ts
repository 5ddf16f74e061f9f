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

export interface ServerRoom {
  status(): Promise<ServerStatus[]>;
}
