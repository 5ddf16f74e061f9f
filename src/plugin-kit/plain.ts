import type { Host } from '@hermes-ops/contract';
import { neutralise } from './neutral.ts';

/** A stored text as it may be printed: without secrets, and without anything that acts on a terminal. */
export type Plain = (text: string, options?: { multiline?: boolean }) => Promise<string>;

/** What models and files brought is neutralised first: characters that show nothing must not keep a key from being seen. */
export const plainOf =
  (host: Pick<Host, 'mask'>): Plain =>
  async (text, { multiline = false } = {}) =>
    host.mask(multiline ? neutralise(text, { multiline }) : neutralise(text.replaceAll(/\s+/g, ' ')));

/** The same document with the secrets of all its texts masked. */
export const masked = <T>(host: Pick<Host, 'mask'>, value: T): Promise<T> => mapTexts(value, (text) => host.mask(text));

/** The same document with another text in place of each. */
export async function mapTexts<T>(value: T, change: (text: string) => Promise<string>): Promise<T> {
  if (typeof value === 'string') return (await change(value)) as T;
  if (Array.isArray(value)) return (await Promise.all(value.map((item) => mapTexts(item, change)))) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await mapTexts(item, change)]);
  return Object.fromEntries(await Promise.all(entries)) as T;
}

const AGES: readonly [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
];

/** How long ago, for a column: `5 min`, `3 h`, `12 d`. */
export function shortAge(ms: number): string {
  const unit = AGES.find(([, size]) => ms >= size);
  return unit ? `${Math.floor(ms / unit[1])} ${unit[0]}` : 'now';
}

/** A text of at most `max` characters, with a mark where something is missing. */
export function shortened(text: string, max: number): string {
  const chars = [...text.slice(0, max * 4)];
  return chars.length <= max && text.length <= max * 4 ? text : `${chars.slice(0, max - 1).join('')}…`;
}

/** `812 B`, `4.2 MiB`. */
export function size(bytes: number): string {
  const power = Math.min(3, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
}
