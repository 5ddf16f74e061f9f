import { isDeepStrictEqual } from 'node:util';
import type { ValueOrigin, VariableOrigin } from '../contract/index.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { foldLegacy, foldProvider } from './fold.ts';
import { interpolate, referenceNames } from './interpolate.ts';
import { type KeyPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { locate } from './locate.ts';
import { asBoolean, asNumber, asText } from './typed.ts';

type Path = readonly (string | number)[];

/** Tells for each path of the effective config who says so. */
export function originFinder(config: LoadedFile): (path: Path) => ValueOrigin {
  const placeOf = placeFinder(config.raw);
  return (path) => {
    const place = placeOf(path);
    const written = place && valueAt(config.raw, place);
    if (!place || isUnset(written) || isReplaced(config, path, written)) return { origin: 'default' };
    const { line } = config.source.placeOf(locate(config.source, place, 'key').start);
    const names = referenceNames(written);
    if (names.length === 0) return { origin: 'file', file: config.file, line };
    return { origin: 'env', file: config.file, line, variables: names.map((name) => variableOrigin(config, name)) };
  };
}

/** Who sets a variable; `.env` wins over the environment of the process. */
export function variableOrigin(config: LoadedFile, name: string): VariableOrigin {
  const line = config.dotenv[name];
  if (!config.env[name]) return { name, from: 'nowhere' };
  return line === undefined
    ? { name, from: 'environment' }
    : { name, from: '.env', file: config.file.replace(/[^/\\]*$/, '.env'), line };
}

/**
 * Finds where in the file a value of the effective config was written. The file is folded with every value replaced by
 * a mark of its own, so that this follows whatever folding does with older spellings.
 */
function placeFinder(raw: Record<string, unknown>): (path: Path) => Path | undefined {
  const places: KeyPath[] = [];
  const folded = foldLegacy(marked(raw, [], places) as Record<string, unknown>);
  const list = folded['custom_providers'];
  if (Array.isArray(list)) folded['custom_providers'] = list.filter(isMapping).map(foldProvider);
  const placeOf = (path: Path): Path | undefined => {
    const found = valueAt(folded, path);
    const mark = firstMark(found);
    const place = mark === undefined ? undefined : places[mark];
    if (typeof found !== 'object') return place ?? (isUnset(valueAt(raw, path)) ? undefined : path);
    if (path[0] === 'custom_providers') return place?.slice(0, path.length) ?? path;
    return isUnset(valueAt(raw, path)) ? place : path;
  };
  // What stands below `models` is rebuilt by folding, so there the nearest place above is taken.
  return (path) => {
    const own = placeOf(path);
    return own ?? (path[0] === 'custom_providers' && path.length > 2 ? placeOf(path.slice(0, 3)) : undefined);
  };
}

const MARK = '\u0000';

/** Values that folding looks at (not set, `auto`) stay as they are. */
function marked(value: unknown, path: KeyPath, places: KeyPath[]): unknown {
  if (isUnset(value) || value === 'auto') return value;
  if (Array.isArray(value)) return value.map((item, i) => marked(item, [...path, i], places));
  if (isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item, [...path, key], places)]));
  }
  places.push(path);
  return MARK + (places.length - 1);
}

function firstMark(value: unknown): number | undefined {
  if (typeof value === 'string') return value.startsWith(MARK) ? Number(value.slice(1)) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const item of Object.values(value)) {
    const mark = firstMark(item);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Whether the default is in force although the file says something, because that has the wrong type. */
function isReplaced(config: LoadedFile, path: Path, written: unknown): boolean {
  const value = valueAt(config.value, path);
  if (!isDeepStrictEqual(value, valueAt(config.defaults, path))) return false;
  const given = interpolate(written, config.env);
  if (typeof value === 'object' || typeof given === 'object') return typeof value !== typeof given;
  const read = typeof value === 'boolean' ? asBoolean : typeof value === 'number' ? asNumber : asText;
  return read(given) !== value;
}
