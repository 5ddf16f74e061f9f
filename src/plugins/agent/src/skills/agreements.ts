import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { putPrivate } from '../state/put-private.ts';
import { readWhole } from '../tools/files/read-bytes.ts';

const FILE = 'skills.json';
const MOST_BYTES = 4_000_000;

/** Skills of workspaces that the user agreed to for good: folder to the hash over its content. */
export async function agreedSkills(host: Host): Promise<Readonly<Record<string, string>>> {
  const read = await readWhole(join(host.paths.ops, 'agent', FILE), MOST_BYTES).catch(() => undefined);
  if (!read?.ok) return {};
  try {
    const { agreed } = JSON.parse(read.bytes.toString('utf8')) as { agreed?: unknown };
    const entries = Object.entries((agreed ?? {}) as Record<string, unknown>);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    // Nobody agreed to what cannot be read.
    return {};
  }
}

/** Adds to them; folders that are gone are forgotten. */
export async function keepAgreed(host: Host, skills: Readonly<Record<string, string>>): Promise<void> {
  const folder = await host.ensureOps('agent');
  await host.lock('skills-agreed', { signal: host.signal }, async () => {
    const all = { ...(await agreedSkills(host)), ...skills };
    const agreed = Object.fromEntries(Object.entries(all).filter(([path]) => existsSync(path)));
    await putPrivate(join(folder, FILE), `${JSON.stringify({ schemaVersion: 1, agreed }, null, 2)}\n`);
  });
}
