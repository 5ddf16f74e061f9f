import { randomUUID } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { putPrivate } from '../state/put-private.ts';
import type { ServerSpec } from './config.ts';
import { goneNames, type ListedTool, startPrint, wantedTools } from './listed-tool.ts';

/** What the user agreed to for good, about one server. */
export interface Trusted {
  /** `startPrint` of what may be started. */
  start: string;
  /** How it was shown, for the question when it has changed. */
  shown: string;
  /** The tools as they were agreed to; absent: none yet. */
  tools?: ListedTool[];
  /** Names of those that the server did not list when it was connected last. They stay agreed to. */
  gone?: string[];
}

/** The file of agreements: servers by name, as they stand in it. */
export type TrustFile = { ok: true; servers: Map<string, unknown> } | { ok: false };

export const trustPath = (host: Host): string => join(host.paths.ops, 'agent', 'mcp.json');

/** What is said of a file of agreements that cannot be read. */
export const unreadable = (host: Host): string =>
  `what you agreed to about MCP servers cannot be read, so nothing counts as agreed to: ${trustPath(host)}`;

export async function readTrustFile(host: Host): Promise<TrustFile> {
  try {
    const { servers } = JSON.parse(await readFile(trustPath(host), 'utf8')) as { servers?: unknown };
    if (typeof servers !== 'object' || servers === null || Array.isArray(servers)) return { ok: false };
    return { ok: true, servers: new Map(Object.entries(servers)) };
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT' ? { ok: true, servers: new Map() } : { ok: false };
  }
}

/** All that is kept, by server name. A file that cannot be read is no agreement. */
export const readTrust = async (host: Host): Promise<Map<string, Trusted>> => agreements(await readTrustFile(host));

/** What of a file is an agreement. */
export const agreements = (file: TrustFile): Map<string, Trusted> =>
  new Map([...(file.ok ? file.servers : [])].filter((entry): entry is [string, Trusted] => isTrusted(entry[1])));

/**
 * Changes the file, one program at a time. What is not changed stays as it is in it, also what this version cannot read; a
 * file that cannot be read at all is put aside first. Nothing is written where `change` says false.
 */
export async function changeTrust(host: Host, change: (servers: Map<string, unknown>) => boolean): Promise<void> {
  await host.ensureOps('agent');
  await host.lock('mcp-trust', { signal: host.signal }, async () => {
    const path = trustPath(host);
    const file = await readTrustFile(host);
    const servers = file.ok ? file.servers : new Map<string, unknown>();
    if (!change(servers)) return;
    if (!file.ok) await rename(path, `${path}.damaged-${randomUUID().slice(0, 8)}`);
    await putPrivate(path, JSON.stringify({ version: 1, servers: Object.fromEntries(servers) }));
  });
}

/** Notes an agreement for good. */
export const keepTrust = (host: Host, name: string, trusted: Trusted): Promise<void> =>
  changeTrust(host, (servers) => {
    servers.set(name, trusted);
    return true;
  });

/** Notes tools for good, where what they were listed by is agreed to still: somebody may have taken that back meanwhile. */
export const keepTools = (host: Host, name: string, start: string, tools: ListedTool[]): Promise<void> =>
  changeTrust(host, (servers) => {
    const kept = servers.get(name);
    if (!isTrusted(kept) || kept.start !== start) return false;
    const { gone: _gone, ...rest } = kept;
    servers.set(name, { ...rest, tools });
    return true;
  });

/** Notes which of the tools that were agreed to a server lists now, where that has changed. */
export async function noteListed(host: Host, spec: ServerSpec, tools: readonly ListedTool[]): Promise<void> {
  const start = startPrint(spec);
  const changed = (kept: unknown): Trusted | undefined => {
    if (!isTrusted(kept) || kept.start !== start || !kept.tools) return undefined;
    const now = asListed(kept, spec, tools);
    return JSON.stringify(now.gone) === JSON.stringify(kept.gone) ? undefined : now;
  };
  if (!changed((await readTrust(host)).get(spec.name))) return;
  await changeTrust(host, (servers) => {
    const now = changed(servers.get(spec.name));
    if (now) servers.set(spec.name, now);
    return now !== undefined;
  });
}

/** The agreement with what of it the server lists now. What the config leaves out is not gone. */
export function asListed({ gone: _before, ...kept }: Trusted, spec: ServerSpec, tools: readonly ListedTool[]): Trusted {
  const gone = goneNames(tools, wantedTools(kept.tools ?? [], spec));
  return gone.length > 0 ? { ...kept, gone } : kept;
}

/** The tools that were agreed to and that the server had when it was connected last. */
export function toolsLastSeen({ tools, gone = [] }: Pick<Trusted, 'tools' | 'gone'>): ListedTool[] {
  return (tools ?? []).filter(({ name }) => !gone.includes(name));
}

export function isTrusted(value: unknown): value is Trusted {
  const { start, shown, tools, gone } = (value ?? {}) as Partial<Record<keyof Trusted, unknown>>;
  return (
    typeof start === 'string' &&
    typeof shown === 'string' &&
    (tools === undefined || (Array.isArray(tools) && tools.every(isTool))) &&
    (gone === undefined || (Array.isArray(gone) && gone.every((name) => typeof name === 'string')))
  );
}

function isTool(value: unknown): value is ListedTool {
  const { name, description, inputSchema } = (value ?? {}) as Partial<Record<keyof ListedTool, unknown>>;
  return (
    typeof name === 'string' &&
    typeof description === 'string' &&
    typeof inputSchema === 'object' &&
    inputSchema !== null
  );
}
