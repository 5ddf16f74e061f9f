import { refused } from './edit-refused.ts';
import { isMapping } from './emit.ts';

export type Path = readonly (string | number)[];

/** One change of the config file. A number in a path is a list index; the list's length appends. */
export type Edit = { path: Path; value: unknown; remove?: never } | { path: Path; remove: true };

/** What the data must be after an edit; the yardstick for the text edit. Works on a copy. */
export function applyToValue(root: unknown, edit: Edit): unknown {
  const copy = clone(root);
  const holder: Record<string, unknown> = { root: isUnset(copy) ? {} : copy };
  const last = edit.path.at(-1);
  if (last === undefined) throw refused('a path needs at least one key', edit.path);
  let parent: Record<string | number, unknown> = holder;
  let key: string | number = 'root';
  for (const step of edit.path) {
    let child = parent[key];
    if (isUnset(child)) {
      if (edit.remove) return copy;
      child = typeof step === 'number' ? [] : {};
      parent[key] = child;
    }
    if (!isMapping(child) && !Array.isArray(child)) throw refused(`\`${String(key)}\` holds a single value`, edit.path);
    if (Array.isArray(child) !== (typeof step === 'number')) {
      throw refused(`\`${String(key)}\` is ${Array.isArray(child) ? 'a list' : 'not a list'}`, edit.path);
    }
    if (typeof step === 'number' && step > (child as unknown[]).length) {
      throw refused(`the list has only ${(child as unknown[]).length} entries`, edit.path);
    }
    parent = child as Record<string | number, unknown>;
    key = step;
  }
  if (!edit.remove) parent[key] = clone(edit.value);
  else if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
  return holder['root'];
}

/** `null` and empty text mean "not set" everywhere in this file. */
export const isUnset = (value: unknown): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** A copy without shared parts: an edit inside an anchored node must not seem to change its aliases. */
export function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (!isMapping(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) {
      Object.defineProperty(copy, key, { value: clone(item), writable: true, enumerable: true, configurable: true });
    }
  }
  return copy;
}
