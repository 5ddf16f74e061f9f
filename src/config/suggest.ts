import { nearest } from '../errors/nearest.ts';
import { formatKeyPath, type KeyPath, parseKeyPath } from './key-path.ts';
import { keysAt, schemaAt } from './schema.ts';

/**
 * What an unknown path was most likely meant to be: each part that its place does not know by `suggestKey`, as far as
 * that goes. Undefined where the first of them is like nothing.
 */
export function suggestPath(path: readonly (string | number)[]): string | undefined {
  const depth = path.findIndex((_step, i) => schemaAt(path.slice(0, i + 1)) === 'unknown');
  if (depth === -1) return formatKeyPath(path);
  const better = suggestKey(path.slice(0, depth), String(path[depth]));
  const rest = path.slice(depth + 1);
  if (better === undefined || rest.length === 0) return better;
  return suggestPath([...parseKeyPath(better), ...rest]) ?? better;
}

/**
 * Where a key that is unknown at its place belongs, as a full path: under its right name here, else in the section that
 * has a key of this name (`base_url` at the top belongs under `model`).
 */
export function suggestKey(parent: readonly (string | number)[], key: string): string | undefined {
  const here = nearest(key, keysAt(parent));
  const exact = elsewhere(parent, key);
  if (exact) return exact;
  if (here) return formatKeyPath([...parent, here]);
  if (parent.length > 0) return undefined;
  return keysAt([]).find((name) => contains(key, name)) ?? misspeltElsewhere(key);
}

const contains = (long: string, name: string): boolean =>
  name.length >= 5 && (long.startsWith(`${name}_`) || long.endsWith(`_${name}`));

/** Sections in the order in which a stray key is looked for: the ones that people write to most come first. */
const HOMES: readonly KeyPath[] = [['model'], ['compression'], ['servers', '<name>'], ['auxiliary']];

/** Names that so many sections have that a guess would mislead. */
const COMMON = new Set(['enabled', 'timeout', 'name', 'host', 'extra_body']);

function elsewhere(parent: readonly (string | number)[], key: string): string | undefined {
  if (parent.length > 0 && keysAt([]).includes(key)) return key;
  if (COMMON.has(key)) return undefined;
  const home = HOMES.find((place) => {
    if (formatKeyPath(place) === formatKeyPath(parent)) return false;
    const node = schemaAt([...place, key]);
    return typeof node !== 'string' && keysAt(place).includes(key);
  });
  return home && formatKeyPath([...home, key]);
}

function misspeltElsewhere(key: string): string | undefined {
  for (const home of HOMES) {
    const near = nearest(key, keysAt(home));
    if (near && !COMMON.has(near)) return formatKeyPath([...home, near]);
  }
  return undefined;
}
