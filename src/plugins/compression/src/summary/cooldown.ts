import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import type { Way } from './choose.ts';

/** How long a model that failed is left in peace, by how often in a row, in s. */
const PAUSES = [60, 300, 900] as const;

interface Entry {
  failures: number;
  /** ms since 1970. */
  until: number;
}

type Book = Record<string, Entry>;
type Place = Pick<Host, 'ensureOps'>;
type Who = Pick<Way, 'by' | 'model' | 'url'>;

const keyOf = ({ by, model, url }: Who): string => `${by} ${model} ${url}`;

/** How long it is still left in peace (`4 min`), or undefined. */
export async function cooledDown(host: Place, way: Who, now = Date.now()): Promise<string | undefined> {
  const until = (await read(host))[keyOf(way)]?.until ?? 0;
  const left = Math.ceil((until - now) / 1000);
  if (left <= 0) return undefined;
  return left < 90 ? `${left} s` : `${Math.ceil(left / 60)} min`;
}

/** Notes how it went. Losing the note harms nobody, so a file that cannot be written is no failure. */
export async function rest(host: Place, way: Way, went: 'well' | 'failed', now = Date.now()): Promise<void> {
  const book = await read(host);
  const known = book[keyOf(way)];
  if (went === 'well' && !known) return;
  const failures = went === 'well' ? 0 : (known?.failures ?? 0) + 1;
  const pause = PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;
  const others = Object.entries(book).filter(([key, { until }]) => key !== keyOf(way) && until > now - 86_400_000);
  const entry: Book = failures > 0 ? { [keyOf(way)]: { failures, until: now + pause * 1000 } } : {};
  await write(host, { ...Object.fromEntries(others), ...entry }).catch(() => undefined);
}

const fileOf = async (host: Place): Promise<string> => join(await host.ensureOps('cache'), 'compression-pauses.json');

async function read(host: Place): Promise<Book> {
  try {
    const value: unknown = JSON.parse(await readFile(await fileOf(host), 'utf8'));
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, entry]) => isEntry(entry)));
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { failures, until } = value as Partial<Entry>;
  return Number.isFinite(failures) && Number.isFinite(until);
}

async function write(host: Place, book: Book): Promise<void> {
  const file = await fileOf(host);
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(book), { mode: 0o600 });
  await rename(fresh, file);
}
