import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { plainOf } from '@hermes-ops/plugin-kit/plain';
import { settingOf } from '../tools/setting-of.ts';
import { parseEntries } from './entries.ts';
import { type MemoryTarget, TARGETS } from './targets.ts';

/** What is remembered, each entry on its own; empty where there is nothing or the config switches it off. */
export interface MemoryTexts {
  memory: string[];
  user: string[];
}

const MOST_BYTES = 256_000;

/** Our own memory and, read-only, that of Hermes Agent in the same home. Fit to be put into a prompt as it is. */
export async function readMemory(host: Host): Promise<{ ours: MemoryTexts; hermesAgent: MemoryTexts }> {
  return {
    ours: await readBoth(host, join(host.paths.ops, 'memory')),
    hermesAgent: await readBoth(host, join(host.paths.home, 'memories')),
  };
}

const readBoth = async (host: Host, folder: string): Promise<MemoryTexts> => ({
  memory: await readOne(host, folder, 'memory'),
  user: await readOne(host, folder, 'user'),
});

/** As many whole entries as the limit of that file holds; nobody but us keeps to it. */
async function readOne(host: Host, folder: string, target: MemoryTarget): Promise<string[]> {
  const facts = TARGETS[target];
  if (!(await settingOf(host, 'memory', facts.enabledKey, true))) return [];
  let room = await settingOf(host, 'memory', facts.limitKey, facts.limit);
  const text = await plainOf(host)(await readStart(join(folder, facts.file)), { multiline: true });
  const kept: string[] = [];
  for (const entry of parseEntries(text)) {
    room -= entry.length;
    if (room < 0) break;
    kept.push(entry);
    room -= 3;
  }
  return kept;
}

/** A pipe is not waited for, and a file of any size costs little. */
async function readStart(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!handle) return '';
  try {
    if (!(await handle.stat()).isFile()) return '';
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
