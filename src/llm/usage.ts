import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsageEntry } from '../contract/index.ts';
import { ensureOps } from '../state/index.ts';

/** Longer texts than this would make a line that the system may write in two pieces. */
const MAX_TEXT = 300;

/**
 * Appends one line to `ops/usage/YYYY-MM.jsonl` (0600; month in UTC). One write in append mode: lines of two processes
 * do not mix. Folders are made where they are missing.
 * Rejects when it cannot be written.
 */
export async function appendUsage(ops: string, entry: UsageEntry): Promise<void> {
  const folder = join(ops, 'usage');
  const file = join(folder, `${entry.time.slice(0, 7)}.jsonl`);
  const line = `${JSON.stringify(entry, (_key, value) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : value))}\n`;
  try {
    await appendFile(file, line, { mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await ensureOps(ops, 'usage');
    await appendFile(file, line, { mode: 0o600 });
  }
}
