import { isUnset } from '../edit-value.ts';
import { isMapping } from '../emit.ts';
import type { KeyPath } from '../key-path.ts';
import { valueAt } from '../key-path.ts';
import { booleanWord } from '../words.ts';

type Mapping = Record<string, unknown>;

/** A map of the file and where it stands. */
export interface Place {
  path: KeyPath;
  value: Mapping;
}

/** Items of a list, or values of a map, that are maps themselves; nothing where neither stands. */
export function mapsIn(data: unknown, path: KeyPath): Place[] {
  const found = valueAt(data, path);
  const steps = Array.isArray(found) ? [...found.keys()] : isMapping(found) ? Object.keys(found) : [];
  return steps.flatMap((step): Place[] => {
    const value = valueAt(found, [step]);
    return isMapping(value) ? [{ path: [...path, step], value }] : [];
  });
}

/** The map at a path, if one stands there. */
export function mapAt(data: unknown, path: KeyPath): Place[] {
  const value = valueAt(data, path);
  return isMapping(value) ? [{ path, value }] : [];
}

/** Entries of `custom_providers` and `providers` in the order of the file, as written. */
export function endpointEntries(data: Readonly<Mapping>): Place[] {
  return Object.keys(data).flatMap((root) => {
    if (root === 'providers') return isMapping(data[root]) ? mapsIn(data, [root]) : [];
    return root === 'custom_providers' && Array.isArray(data[root]) ? mapsIn(data, [root]) : [];
  });
}

/** Tasks of `auxiliary` that nothing runs any more; what they say has no effect. */
const REMOVED_TASKS = new Set(['web_extract', 'flush_memories']);

/** Tasks of `auxiliary` that somebody runs. */
export const auxiliaryTasks = (data: unknown): Place[] =>
  isMapping(valueAt(data, ['auxiliary']))
    ? mapsIn(data, ['auxiliary']).filter(({ path }) => !REMOVED_TASKS.has(String(path[1])))
    : [];

/**
 * Entries to fall back to, wherever such a list may stand. `fallback_model`, one entry or a list, is the older spelling
 * of `fallback_providers` and counts only while that names nothing.
 */
export function fallbackEntries(data: unknown): Place[] {
  const current = mapsIn(data, ['fallback_providers']);
  const older = valueAt(data, ['fallback_model']);
  return [
    ...current,
    ...(current.length > 0 || isEmpty(older)
      ? []
      : Array.isArray(older)
        ? mapsIn(data, ['fallback_model'])
        : mapAt(data, ['fallback_model'])),
    ...mapsIn(data, ['delegation', 'fallback_providers']),
    ...auxiliaryTasks(data).flatMap(({ path }) => mapsIn(data, [...path, 'fallback_chain'])),
  ];
}

/** Every map in which `provider` or `base_url` says who answers requests to a language model. */
export function routes(data: unknown): Place[] {
  return [
    ...mapAt(data, ['model']),
    ...mapAt(data, ['model', 'default']),
    ...auxiliaryTasks(data),
    ...fallbackEntries(data),
    ...mapAt(data, ['delegation']),
    ...mapsIn(data, ['model_aliases']),
    ...mapsIn(data, ['model', 'aliases']),
    ...mapsIn(data, ['platforms', 'api_server', 'extra', 'model_routes']),
    ...[['moa'], ...mapsIn(data, ['moa', 'presets']).map(({ path }) => path)].flatMap((path) => [
      ...mapAt(data, [...path, 'aggregator']),
      ...mapsIn(data, [...path, 'reference_models']),
    ]),
  ];
}

/** Whether nothing is said: not set, or a list or map without content. */
export const isEmpty = (value: unknown): boolean =>
  isUnset(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** A text that is set. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** A switch that is set to `false`, in any of its spellings. Never throws, unlike the conversion of a map to text. */
export const isOff = (value: unknown): boolean => typeof value !== 'object' && booleanWord(value) === false;

/** A number of at least one. */
export const sizeOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : undefined;
