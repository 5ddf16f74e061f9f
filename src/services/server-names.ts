import type { LoadedFile } from '../config/index.ts';
import type { LoadedConfig, ServerEntry, ServerStatus } from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import type { ServerRoomApi, StoppedServer } from '../server/index.ts';

/** What managing servers needs of the host. */
export interface ServerHost {
  config(): Promise<LoadedFile>;
  server(): Promise<ServerRoomApi>;
}

/** `warnings`: why the config or a state file could not be used; the other servers are known all the same. */
export interface StatusReport {
  servers: ServerStatus[];
  warnings: string[];
}

/** Status of all servers, or of the named one (`server.unknown-name`). A broken config hides no running server. */
export async function reportStatus(host: ServerHost, name?: string): Promise<StatusReport> {
  const { config, warning } = await usableConfig(host);
  const room = await host.server();
  const servers = await room.status(config ? { declared: config.value.servers, env: config.env } : {});
  const warnings = [...(warning === undefined ? [] : [warning]), ...(await unusableRecords(room))];
  if (name !== undefined && !servers.some((row) => row.name === name)) {
    throw unknownName(
      name,
      servers.map((row) => row.name),
      warnings,
    );
  }
  return {
    servers: name === undefined ? servers : servers.filter((row) => row.name === name),
    warnings,
  };
}

/** `failures`: why servers could not be stopped; `servers` are the others. */
export interface StopReport {
  servers: StoppedServer[];
  warnings: string[];
  failures: Error[];
}

/** Ends the named server, all, or the only one that was started. A name that is only declared is no error. */
export async function stopServers(
  host: ServerHost,
  name: string | undefined,
  options: { all: boolean; graceMs: number },
): Promise<StopReport> {
  const room = await host.server();
  const started = await room.names();
  const warnings = await unusableRecords(room);
  if (options.all || name === undefined) {
    if (!options.all && started.length > 1) throw ambiguous(started, 'hermes server stop --all');
    const results = await Promise.allSettled(started.map((one) => room.stop(one, options)));
    return {
      servers: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
      warnings,
      failures: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : [])),
    };
  }
  const declared = started.includes(name) ? {} : ((await usableConfig(host)).config?.value.servers ?? {});
  if (!started.includes(name) && !Object.hasOwn(declared, name)) {
    throw unknownName(name, [...started, ...Object.keys(declared)], warnings);
  }
  const server = await room.stop(name, { graceMs: options.graceMs, entry: declared[name] });
  return { servers: [server], warnings, failures: [] };
}

/** A record that cannot be used is no proof that nothing runs. */
async function unusableRecords(room: ServerRoomApi): Promise<string[]> {
  return (await room.unusableRecords()).map(
    (file) =>
      `${file} cannot be used, so a server that it stands for may run unseen; end it by hand, then delete the file`,
  );
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

const unknownName = (name: string, known: readonly string[], warnings: readonly string[]) =>
  userError('server.unknown-name', `there is no server "${name}"`, {
    try: [
      ...warnings,
      known.length > 0
        ? `Known servers: ${[...new Set(known)].join(', ')}`
        : 'No server is declared and none was started.',
      'hermes server status',
    ],
  });
