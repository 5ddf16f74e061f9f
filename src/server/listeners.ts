import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

export type PortFault = 'in-use' | 'not-permitted' | 'no-such-address' | 'no-such-port';

/** Tries to listen there for a moment: undefined when that works. Host names are resolved by the system. */
export async function portFault(host: string, port: number): Promise<PortFault | undefined> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'no-such-port';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('in-use');
      else resolve(error.code === 'EACCES' ? 'not-permitted' : 'no-such-address');
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** The next port above `port` that is free, among the following hundred. */
export async function nextFreePort(host: string, port: number): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + 100, 65_535); next++) {
    if ((await portFault(host, next)) === undefined) return next;
  }
  return undefined;
}

export interface Listener {
  pid: number;
  /** Process group: servers started by hermes lead their own, so a wrapper's children can be told. */
  group: number;
  command: string;
}

/**
 * Processes that listen on a TCP port, as far as this user may see them; Linux only, elsewhere none are known.
 * `/proc/net/tcp` (proc(5)) gives the socket's inode, the links under `/proc/PID/fd` its owner.
 */
export function listenersOn(port: number): Listener[] {
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return [];
  return listFolder('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => listFolder(`/proc/${pid}/fd`).some((fd) => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`))))
    .flatMap((pid) => describe(Number(pid)));
}

const LISTEN = '0A';

function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return textOf(`/proc/net/${table}`)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
}

function describe(pid: number): Listener[] {
  const stat = textOf(`/proc/${pid}/stat`);
  const end = stat.lastIndexOf(')');
  const group = Number(stat.slice(end + 2).split(' ')[2]);
  return Number.isInteger(group) ? [{ pid, group, command: stat.slice(stat.indexOf('(') + 1, end) }] : [];
}

const textOf = (file: string): string => orElse(() => readFileSync(file, 'utf8'), '');
const listFolder = (folder: string): string[] => orElse(() => readdirSync(folder), []);
const linkOf = (file: string): string => orElse(() => readlinkSync(file), '');

/** Processes end while they are looked at, and those of others cannot be read. */
function orElse<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
