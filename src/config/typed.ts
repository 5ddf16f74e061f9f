import type { CustomProvider, ServerEntry } from '../contract/index.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { foldProvider } from './fold.ts';
import { booleanWord } from './words.ts';

type Mapping = Record<string, unknown>;

/** Turns what the file holds into a type of the contract; undefined where that cannot be done. */
type Reader = (value: unknown) => unknown;

export const asText: Reader = (value) =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;

export const asBoolean: Reader = (value) => (typeof value === 'object' ? undefined : booleanWord(value));

export const asNumber: Reader = (value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value.replaceAll('_', '')) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

const asWhole: Reader = (value) => {
  const number = asNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
};

const asTexts: Reader = (value) =>
  Array.isArray(value) ? value.map(asText).filter((item) => item !== undefined) : undefined;

const SERVER_FIELDS = {
  model: asText,
  host: asText,
  port: asWhole,
  ctx_size: asWhole,
  parallel: asWhole,
  api_key_env: asText,
  extra_args: asTexts,
} satisfies Record<keyof ServerEntry, Reader>;

const PROVIDER_FIELDS = {
  name: asText,
  base_url: asText,
  api_key: asText,
  key_env: asText,
  api_mode: asText,
  model: asText,
  models: modelsOf,
} satisfies Record<keyof CustomProvider, Reader>;

/** A server's entry with the contract's types; a value that cannot be of its type is left out. Other keys stay. */
export const serverOf = (entry: Mapping): ServerEntry => typed(entry, SERVER_FIELDS);

/** The same for an endpoint's entry, in the present spelling. */
export const providerOf = (entry: Mapping): CustomProvider => typed(foldProvider(entry), PROVIDER_FIELDS);

function modelsOf(value: unknown): unknown {
  if (!isMapping(value)) return undefined;
  const rows = Object.entries(value).map(([id, row]) => [
    id,
    typed(isMapping(row) ? row : {}, { context_length: asNumber }),
  ]);
  return Object.fromEntries(rows);
}

function typed(entry: Mapping, fields: Readonly<Record<string, Reader>>): Mapping {
  const read = (key: string, value: unknown) => (Object.hasOwn(fields, key) ? fields[key]?.(value) : value);
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]): [string, unknown][] => {
      const result = isUnset(value) ? undefined : read(key, value);
      return result === undefined ? [] : [[key, result]];
    }),
  );
}
