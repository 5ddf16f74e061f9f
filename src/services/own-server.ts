import type { LoadedConfig, OwnServer, Paths, ServerChange, ServerEntry } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { isHermesError } from '../errors/hermes-error.ts';
import { maskSecrets, SECRET_PLACEHOLDER } from '../errors/secrets.ts';
import type { ServerRoomApi } from '../server/index.ts';
import { declaredEntry } from './start-server.ts';

interface ServerHost {
  paths: Paths;
  server(): Promise<ServerRoomApi>;
}

/** The server of ours at a loopback port, running or not; undefined when there is none, or none that can be looked at. */
export async function ownServerAt(
  port: string,
  config: LoadedConfig,
  host: ServerHost,
): Promise<OwnServer | undefined> {
  const { isLoopback } = await import('../endpoint/index.ts');
  const room = await host.server();
  const { servers } = config.value;
  const rows = await room.status({ declared: servers, env: config.env }).catch((error: unknown) => {
    if (isHermesError(error)) return [];
    throw error;
  });
  const here = rows.filter(({ state, url }) => state !== 'foreign' && isLoopback(url) && new URL(url).port === port);
  const own = here.find(({ pid }) => pid !== null) ?? here[0];
  return own && ownServer(own.name, own.pid !== null, config, host);
}

/**
 * The command line that starts the server of ours at that address as it was started last, or again where it runs; undefined
 * when there is none. Nobody is asked.
 */
export async function startLineAt(
  baseUrl: string,
  config: LoadedConfig,
  host: ServerHost,
): Promise<string | undefined> {
  if (!URL.canParse(baseUrl)) return undefined;
  const { isLoopback } = await import('../endpoint/index.ts');
  const known = await (await host.server()).known(config.value.servers);
  const asked = new URL(baseUrl);
  const here = known.filter(({ url }) => {
    const { hostname, port } = new URL(url);
    return port === asked.port && (hostname === asked.hostname || [url, baseUrl].every(isLoopback));
  });
  const own = here.find(({ running }) => running) ?? here[0];
  return own && (await ownServer(own.name, own.running, config, host)).startLine();
}

async function ownServer(name: string, running: boolean, config: LoadedConfig, host: ServerHost): Promise<OwnServer> {
  const { changedEntry, startOptions } = await import('../server/index.ts');
  const room = await host.server();
  const { servers } = config.value;
  const isDeclared = Object.hasOwn(servers, name);
  const declared = isDeclared ? changedEntry(declaredEntry(servers[name], host.paths), {}) : {};
  const runs = (await room.entryOf(name)) ?? declared;
  const mend = (change: ServerChange) => (isDeclared ? changedEntry(declared, change) : declared);
  return {
    name,
    handEdit: (change = {}) => editsOf(name, declared, mend(change)).find(({ secret }) => secret)?.text,
    startLine(change = {}) {
      const mended = mend(change);
      const wanted = changedEntry(runs, change);
      const edits = editsOf(name, declared, mended);
      const asWanted = edits.length === 0 && same(wanted, changedEntry(runs, {}));
      if (running && Object.keys(change).length > 0 && asWanted) return undefined;
      return [
        ...edits.flatMap(({ line, secret }) => (secret ? [] : [line])),
        ...(running ? [commandLine('hermes', 'server', 'stop', name)] : []),
        commandLine('hermes', 'server', 'start', name, ...startOptions(mended, wanted)),
      ].join(' && ');
    },
  };
}

interface EntryEdit {
  line: string;
  /** As it would stand in config.yaml, secrets masked. */
  text: string;
  /** The line shows a secret; a masked one would overwrite it. */
  secret: boolean;
}

/** What makes config.yaml say the same as the mended entry. */
function editsOf(name: string, declared: ServerEntry, mended: ServerEntry): EntryEdit[] {
  const section = `servers.${name.replaceAll(/[\\.[\]]/g, '\\$&')}`;
  return Object.entries(mended).flatMap(([key, value]) => {
    if (same(value, declared[key as keyof ServerEntry])) return [];
    const shown = Array.isArray(value) ? maskSecrets(value, SECRET_PLACEHOLDER) : value;
    const path = `${section}.${key}`;
    return [
      {
        line: commandLine('hermes', 'config', 'set', path, textOf(value)),
        text: `${path}: ${textOf(shown)}`,
        secret: !same(shown, value),
      },
    ];
  });
}

const textOf = (value: unknown): string => (Array.isArray(value) ? JSON.stringify(value) : String(value));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
