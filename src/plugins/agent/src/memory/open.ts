import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { putPrivate } from '../state/put-private.ts';
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
          if (done.ok) await putPrivate(file, formatEntries(done.entries));
          return { ok: done.ok, message: done.message };
        }),
    },
  };
}
