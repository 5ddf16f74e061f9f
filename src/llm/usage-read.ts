import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocal } from '../catalog/addresses.ts';
import type { UsageEntry, UsageReading } from '../contract/index.ts';
import { jsonObject } from '../endpoint/index.ts';

/** Of a longer line only the beginning is kept, which is then no entry; `appendUsage` writes far shorter ones. */
const LONGEST_LINE = 64 * 1024;

/** How much of the end of a ledger `newestUsage` reads: some 300 calls. */
const TAIL_BYTES = 64 * 1024;

/** See `Host.usage.read`. */
export function readUsage(ops: string, { since }: { since: Date }): UsageReading {
  const folder = join(ops, 'usage');
  const from = since.toISOString();
  const unreadable: { file: string; message: string }[] = [];
  const reading = {
    broken: 0,
    unreadable,
    async *[Symbol.asyncIterator]() {
      reading.broken = 0;
      unreadable.length = 0;
      const unread = (file: string, error: unknown) => void unreadable.push({ file, message: messageOf(error) });
      for (const name of await monthsFrom(folder, from.slice(0, 7), unread)) {
        const file = join(folder, name);
        try {
          for await (const lines of linesOf(file)) {
            for (const line of lines) {
              if (line.trim() === '' || isOlder(line, from)) continue;
              const entry = usageIn(line);
              if (!entry) reading.broken += 1;
              else if (Date.parse(entry.time) >= since.getTime()) yield { ...entry, local: isLocal(entry.baseUrl) };
            }
          }
        } catch (error) {
          unread(file, error);
        }
      }
    },
  };
  return reading;
}

/** Ledgers that may hold something since a month (`2026-01`), oldest first. */
async function monthsFrom(folder: string, month: string, unread: (file: string, error: unknown) => void) {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /^\d{4}-\d\d\.jsonl$/.test(name) && name.slice(0, 7) >= month).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unread(folder, error);
    return [];
  }
}

/** The lines of a file, some at a time. Rejects where it cannot be read. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    yield lines;
  }
  yield [rest];
}

/** Seen without parsing, which most of the time is spent on. */
const isOlder = (line: string, from: string): boolean => {
  const time = /^\{"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/.exec(line)?.[1];
  return time !== undefined && time < from;
};

/**
 * Entries that are `wanted`, newest first, at most so many, from the ends of this month's ledger and the last one's. Never
 * rejects; what cannot be read is passed over.
 */
export async function newestUsage(
  ops: string,
  wanted: (entry: UsageEntry) => boolean,
  { most, now = new Date() }: { most: number; now?: Date | undefined },
): Promise<UsageEntry[]> {
  const found: UsageEntry[] = [];
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  for (const month of [now, last]) {
    if (found.length >= most) break;
    const lines = (await tailOf(join(ops, 'usage', `${month.toISOString().slice(0, 7)}.jsonl`))).split('\n').reverse();
    found.push(...lines.flatMap((line) => usageIn(line) ?? []).filter(wanted));
  }
  return found.slice(0, most);
}

async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8');
    // The first line may have lost its beginning.
    return bytes.length < size ? text.slice(text.indexOf('\n') + 1) : text;
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}

/** The entry that a line of a ledger holds; times and a session that make no sense are left out. */
function usageIn(line: string): UsageEntry | undefined {
  const { promptMs, generatedMs, session, ...entry } = (jsonObject(line) ?? {}) as Partial<UsageEntry>;
  const texts = [entry.time, entry.task, entry.model, entry.baseUrl];
  const counts = [entry.promptTokens, entry.completionTokens, entry.cachedTokens, entry.ms];
  if (!texts.every((text) => typeof text === 'string') || !counts.every(isCount)) return undefined;
  if (typeof entry.ok !== 'boolean' || Number.isNaN(Date.parse(entry.time ?? ''))) return undefined;
  return {
    ...(entry as UsageEntry),
    ...(isCount(promptMs) ? { promptMs } : {}),
    ...(isCount(generatedMs) ? { generatedMs } : {}),
    ...(typeof session === 'string' && session !== '' ? { session } : {}),
  };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e15;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
