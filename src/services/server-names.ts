import type { LoadedFile } from '../config/index.ts';
import type { LoadedConfig, ServerEntry, ServerStatus } from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import type { ServerRoomApi } from '../server/index.ts';

/** What managing servers needs of the host. */
export interface ServerHost {
  config(): Promise<LoadedFile>;
  server(): Promise<ServerRoomApi>;
}

/** `warning`: why the config could not be used; what was started is known all the same. */
export interface StatusReport {
  servers: ServerStatus[];
  warning?: string;
}

/** Status of all servers, or of the named one (`server.unknown-name`). A broken config hides no running server. */
export async function reportStatus(host: ServerHost, name?: string): Promise<StatusReport> {
  const { config, warning } = await usableConfig(host);
  const room = await host.server();
  const servers = await room.status(config ? { declared: config.value.servers, env: config.env } : {});
  if (name !== undefined && !servers.some((row) => row.name === name)) {
    throw unknownName(
      name,
      servers.map((row) => row.name),
    );
  }
  return {
    servers: name === undefined ? servers : servers.filter((row) => row.name === name),
    ...(warning === undefined ? {} : { warning }),
  };
}

/** The servers that `hermes server stop` means: the named one, all, or the only one that was started. */
export async function serversToStop(host: ServerHost, name: string | undefined, all: boolean): Promise<string[]> {
  const started = await (await host.server()).names();
  if (all) return started;
  if (name === undefined) {
    if (started.length > 1) throw ambiguous(started, 'hermes server stop --all');
    return started;
  }
  if (started.includes(name)) return [name];
  const declared = Object.keys((await usableConfig(host)).config?.value.servers ?? {});
  if (declared.includes(name)) return [name];
  throw unknownName(name, [...started, ...declared]);
}

/** The server whose log is meant: the named one, else the only one that was started, is declared, or `default`. */
export async function serverForLogs(host: ServerHost, name: string | undefined): Promise<string> {
  if (name !== undefined) return name;
  const started = await (await host.server()).names();
  const known = started.length > 0 ? started : Object.keys((await usableConfig(host)).config?.value.servers ?? {});
  if (known.length > 1) throw ambiguous(known);
  return known[0] ?? 'default';
}

/** The name a start without NAME is for: the only declared server, else `default`. */
export function nameForStart(servers: Readonly<Record<string, ServerEntry>>, hasModel: boolean): string {
  const names = Object.keys(servers);
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  if (names.length === 0 || hasModel || names.includes('default')) return 'default';
  throw ambiguous(names);
}

async function usableConfig(host: ServerHost): Promise<{ config?: LoadedConfig; warning?: string }> {
  try {
    return { config: await host.config() };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return { warning: `config.yaml cannot be used, so declared servers are not shown: ${error.message}` };
  }
}

const ambiguous = (names: readonly string[], ...more: string[]) =>
  userError('server.ambiguous-name', `there are ${names.length} servers: ${names.join(', ')}`, {
    try: ['Name one of them.', ...more],
  });

const unknownName = (name: string, known: readonly string[]) =>
  userError('server.unknown-name', `there is no server "${name}"`, {
    try: [
      known.length > 0
        ? `Known servers: ${[...new Set(known)].join(', ')}`
        : 'No server is declared and none was started.',
      'hermes server status',
    ],
  });
