import { refused } from './edit-refused.ts';
import { isMapping } from './emit.ts';
import { valueAt } from './key-path.ts';

export type Path = readonly (string | number)[];

/**
 * One change of the config file. A number in a path is a list index; the list's length appends.
 * - `value`: sets it, and makes the sections that it needs.
 * - `remove`: takes the entry out. `rename`: the entry gets another key in its place.
 * - `moveTo`: the entry goes to another place with its comments. Its place must not hold anything that is set.
 *
 * Removing, renaming or moving what is not there changes nothing.
 */
export type Edit = { path: Path } & (
  | { value: unknown; remove?: never; rename?: never; moveTo?: never }
  | { remove: true; rename?: never; moveTo?: never; value?: never }
  | { rename: string; remove?: never; moveTo?: never; value?: never }
  | { moveTo: Path; remove?: never; rename?: never; value?: never }
);

/** What the data must be after an edit; the yardstick for the text edit. Works on a copy. */
export function applyToValue(root: unknown, edit: Edit): unknown {
  const copy = clone(root);
  if (edit.path.length === 0) throw refused('a path needs at least one key', edit.path);
  if (edit.remove) return without(copy, edit.path);
  if (edit.rename !== undefined) return renamed(copy, edit.path, edit.rename);
  if (edit.moveTo !== undefined) return moved(copy, edit.path, edit.moveTo);
  return withValue(copy, edit.path, clone(edit.value));
}

function withValue(root: unknown, path: Path, value: unknown): unknown {
  const holder: Record<string, unknown> = { root: isUnset(root) ? {} : root };
  let parent: Record<string | number, unknown> = holder;
  let key: string | number = 'root';
  for (const step of path) {
    let child = Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (isUnset(child)) {
      child = typeof step === 'number' ? [] : {};
      put(parent, key, child);
    }
    if (!isMapping(child) && !Array.isArray(child)) throw refused(`\`${String(key)}\` holds a single value`, path);
    if (Array.isArray(child) !== (typeof step === 'number')) {
      throw refused(`\`${String(key)}\` is ${Array.isArray(child) ? 'a list' : 'not a list'}`, path);
    }
    if (typeof step === 'number' && step > (child as unknown[]).length) {
      throw refused(`the list has only ${(child as unknown[]).length} entries`, path);
    }
    parent = child as Record<string | number, unknown>;
    key = step;
  }
  put(parent, key, value);
  return holder['root'];
}

function without(root: unknown, path: Path): unknown {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1) as string | number;
  if (Array.isArray(parent) && typeof key === 'number') parent.splice(key, 1);
  else if (isMapping(parent)) delete parent[key];
  return root;
}

function renamed(root: unknown, path: Path, name: string): unknown {
  const key = path.at(-1) as string | number;
  const parent = valueAt(root, path.slice(0, -1));
  if (Array.isArray(parent)) throw refused('an item of a list has no name', path);
  if (!isMapping(parent) || !Object.hasOwn(parent, key) || String(key) === name) return root;
  if (Object.hasOwn(parent, name)) throw refused(`\`${name}\` stands beside it already`, path);
  const entries = Object.entries(parent);
  for (const [old] of entries) delete parent[old];
  for (const [old, value] of entries) put(parent, old === String(key) ? name : old, value);
  return root;
}

function moved(root: unknown, path: Path, target: Path): unknown {
  if (target.length === 0) throw refused('a path needs at least one key', target);
  const parent = valueAt(root, path.slice(0, -1));
  const value = valueAt(root, path);
  if (value === undefined || samePath(path, target)) return root;
  if (Array.isArray(parent)) throw refused('an item of a list cannot be moved, only what has a name', path);
  if (typeof target.at(-1) === 'number') throw refused('it needs a name at its new place', path);
  if (path.every((step, i) => target[i] === step)) throw refused('it cannot be moved into itself', path);
  if (!isUnset(valueAt(root, target))) throw refused(`\`${target.join('.')}\` is set already`, path);
  return withValue(without(root, path), target, value);
}

const samePath = (a: Path, b: Path): boolean => a.length === b.length && a.every((step, i) => b[i] === step);

/** Also a key named `__proto__` is only a key. */
function put(parent: object, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

/** `null` and empty text mean "not set" everywhere in this file. */
export const isUnset = (value: unknown): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** A copy without shared parts: an edit inside an anchored node must not seem to change its aliases. */
export function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (!isMapping(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) put(copy, key, clone(item));
  return copy;
}
