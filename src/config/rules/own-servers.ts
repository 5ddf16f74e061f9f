import { isLoopback } from '../../catalog/addresses.ts';
import { DEFAULT_CONTEXT, DEFAULT_PORT } from '../../catalog/limits.ts';
import { isUnset } from '../edit-value.ts';
import { formatKeyPath, type KeyPath } from '../key-path.ts';
import { mapsIn, sizeOf, textOf } from './places.ts';

/** An entry of `servers`, with the defaults that `hermes server start` would use. Undefined: not known. */
export interface OwnServer {
  path: KeyPath;
  entry: Record<string, unknown>;
  host: string | undefined;
  port: number | undefined;
  /** Tokens of all slots together. 0 in the file is the model's own window, which the file does not tell. */
  contextSize: number | undefined;
  slots: number | undefined;
  /** Tokens of one slot. */
  perSlot: number | undefined;
}

export const ownServers = (data: unknown): OwnServer[] =>
  mapsIn(data, ['servers']).map(({ path, value: entry }) => {
    const contextSize = isUnset(entry['ctx_size']) ? DEFAULT_CONTEXT : sizeOf(entry['ctx_size']);
    const slots = isUnset(entry['parallel']) ? 1 : sizeOf(entry['parallel']);
    return {
      path,
      entry,
      host: isUnset(entry['host']) ? '127.0.0.1' : textOf(entry['host']),
      port: isUnset(entry['port']) ? DEFAULT_PORT : sizeOf(entry['port']),
      contextSize,
      slots,
      perSlot: contextSize && slots ? Math.floor(contextSize / slots) : undefined,
    };
  });

/** The server that a base URL leads to. All names of this machine are one; `0.0.0.0` listens on each of them. */
export function serverAt(url: string | undefined, servers: readonly OwnServer[]): OwnServer | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  const wanted = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return servers.find((server) => server.port === wanted && server.host && sameHost(hostname, server.host));
}

/** Whether two servers want the same port of the same address. */
export const clash = (a: OwnServer, b: OwnServer): boolean =>
  a.port !== undefined && a.port === b.port && Boolean(a.host && b.host) && meets(a.host ?? '', b.host ?? '');

const meets = (a: string, b: string): boolean => isEverywhere(a) || isEverywhere(b) || sameHost(a, b);

const isEverywhere = (host: string): boolean => ['0.0.0.0', '::', '[::]', '*'].includes(host);

const sameHost = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase() || (isHere(a) && isHere(b));

const isHere = (host: string): boolean =>
  isEverywhere(host) || isLoopback(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`);

/** Where to point for the slots of a server: at `parallel`, else `ctx_size`, else the entry itself. */
export const slotPlace = ({ path, entry }: OwnServer): { path: KeyPath; part?: 'key' } => {
  const key = ['parallel', 'ctx_size'].find((name) => !isUnset(entry[name]));
  return key ? { path: [...path, key] } : { path, part: 'key' };
};

/** How a server is called in messages: `servers.qwen`. */
export const serverName = ({ path }: OwnServer): string => `\`${formatKeyPath(path)}\``;
