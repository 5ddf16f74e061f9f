import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { settingOf } from '../tools/setting-of.ts';
import { changeEntries, formatEntries, type MemoryChange, parseEntries } from './entries.ts';
import { type MemoryTarget, TARGETS } from './targets.ts';

export interface MemoryStore {
  /** Reads, changes and replaces the file while no other process does. */
  change(change: MemoryChange, signal: AbortSignal): Promise<{ ok: boolean; message: string }>;
}

/** Our own memory, unless the config switches it off. */
export async function openMemory(
  host: Host,
  target: MemoryTarget,
): Promise<{ ok: true; store: MemoryStore } | { ok: false; why: string }> {
  const facts = TARGETS[target];
  if (!(await settingOf(host, 'memory', facts.enabledKey, true))) {
    return { ok: false, why: `switched off: memory.${facts.enabledKey} is false` };
  }
  const limit = await settingOf(host, 'memory', facts.limitKey, facts.limit);
  const folder = await host.ensureOps('memory');
  const file = join(folder, facts.file);
  return {
    ok: true,
    store: {
      change: (change, signal) =>
        host.lock('memory', { signal }, async () => {
          const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
            if (error.code !== 'ENOENT') throw error;
            return '';
          });
          const done = changeEntries(parseEntries(before), change, limit);
          if (done.ok) await replace(file, formatEntries(done.entries));
          return { ok: done.ok, message: done.message };
        }),
    },
  };
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
