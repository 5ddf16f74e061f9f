import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsageEntry } from '../contract/index.ts';
import { ensureOps } from '../state/index.ts';

/** Longer texts than this would make a line that the system may write in two pieces. */
const MAX_TEXT = 300;

/**
 * Appends one line to `ops/usage/YYYY-MM.jsonl` (0600; month in UTC). One write in append mode: lines of two processes
 * do not mix, and half a line that a full disk left takes no other with it. Folders are made where they are missing.
 * Rejects when it cannot be written.
 */
export async function appendUsage(ops: string, entry: UsageEntry): Promise<void> {
  const folder = join(ops, 'usage');
  const file = join(folder, `${entry.time.slice(0, 7)}.jsonl`);
  const line = `${JSON.stringify(entry, (_key, value) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : value))}\n`;
  try {
    await append(file, line);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await ensureOps(ops, 'usage');
    await append(file, line);
  }
}

async function append(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.from('\n');
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(last.toString() === '\n' ? line : `\n${line}`);
  } finally {
    await handle.close();
  }
}
