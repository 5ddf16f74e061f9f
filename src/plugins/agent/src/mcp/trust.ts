import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { putPrivate } from '../state/put-private.ts';
import type { ListedTool } from './listed-tool.ts';

/** What the user agreed to for good, about one server. */
export interface Trusted {
  /** `startPrint` of what may be started. */
  start: string;
  /** How it was shown, for the question when it has changed. */
  shown: string;
  /** The tools as they were agreed to; absent: none yet. */
  tools?: ListedTool[];
}

/** All that is kept, by server name. A file that cannot be read is no agreement. */
export async function readTrust(host: Host): Promise<Map<string, Trusted>> {
  try {
    const { servers } = JSON.parse(await readFile(join(host.paths.ops, 'agent', 'mcp.json'), 'utf8'));
    return new Map(Object.entries(servers).filter((entry): entry is [string, Trusted] => isTrusted(entry[1])));
  } catch {
    return new Map();
  }
}

/** Notes an agreement for good; the others stay as they are in the file now. */
export async function keepTrust(host: Host, name: string, trusted: Trusted): Promise<void> {
  const folder = await host.ensureOps('agent');
  await host.lock('mcp-trust', { signal: host.signal }, async () => {
    const all = await readTrust(host);
    all.set(name, trusted);
    await putPrivate(join(folder, 'mcp.json'), JSON.stringify({ version: 1, servers: Object.fromEntries(all) }));
  });
}

function isTrusted(value: unknown): value is Trusted {
  const { start, shown, tools } = (value ?? {}) as Partial<Record<keyof Trusted, unknown>>;
  return (
    typeof start === 'string' &&
    typeof shown === 'string' &&
    (tools === undefined || (Array.isArray(tools) && tools.every(isTool)))
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
