import type { Edit } from './edit-value.ts';
import { isUnset } from './edit-value.ts';
import type { Finding } from './finding.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, valueAt } from './key-path.ts';
import { schemaAt, walkSchema } from './schema.ts';
import { typesOf } from './schema-node.ts';

/** A key of the file that the schema calls old. */
export interface OldKey {
  path: KeyPath;
  /** Where it belongs now; undefined where nothing reads it any more. */
  now: KeyPath | undefined;
}

/** Every old key of the data, in the order of the file; below a removed section nothing more is listed. */
export function oldKeys(data: unknown): OldKey[] {
  const found: OldKey[] = [];
  walkSchema(data, (at, node, value) => {
    const path = [...at];
    if (found.some((old) => old.now === undefined && old.path.every((step, i) => step === path[i]))) return;
    if (node['x-removed']) found.push({ path, now: undefined });
    else if (node['x-moved'] && !isUnset(value)) found.push({ path, now: presentPath(path, node['x-moved']) });
  });
  return found;
}

/** `.base_url` is a key beside it, anything else a whole path. */
export const presentPath = (path: KeyPath, moved: string): KeyPath =>
  moved.startsWith('.') ? [...path.slice(0, -1), ...parseKeyPath(moved.slice(1))] : parseKeyPath(moved);

/**
 * One note for all older spellings and one for all keys that nothing reads: neither does harm. `mentioned`: keys about
 * which another finding says what to do.
 */
export function oldKeyFindings(data: unknown, mentioned: ReadonlySet<string> = new Set()): Finding[] {
  const old = oldKeys(data).filter(({ path }) => !mentioned.has(formatKeyPath(path)));
  const moved = old.filter((it): it is OldKey & { now: KeyPath } => it.now !== undefined);
  const removed = old.filter(({ now }) => now === undefined);
  return [...legacyNote(moved, data), ...removedNote(removed)];
}

function legacyNote(old: (OldKey & { now: KeyPath })[], data: unknown): Finding[] {
  const [first] = old;
  if (!first) return [];
  const edits = old.flatMap(({ path, now }) => presentSpelling(path, now, data));
  const list = old.map(({ path, now }) => `\`${formatKeyPath(path)}\` is now \`${formatKeyPath(now)}\``);
  const one = old.length === 1;
  return [
    {
      code: 'config.legacy',
      severity: 'info',
      path: first.path,
      part: 'key',
      message: `${one ? 'an older spelling, which is' : `${old.length} older spellings, which are`} still read: ${some(list)}`,
      suggestion: `hermes config migrate   (writes the present ${one ? 'name' : 'names'}, keeps every comment)`,
      ...(edits.length > 0 ? { fix: { title: 'write the present spelling', edits } } : {}),
    },
  ];
}

function removedNote(old: readonly OldKey[]): Finding[] {
  const [first] = old;
  if (!first) return [];
  const list = old.map(({ path }) => `\`${formatKeyPath(path)}\``);
  return [
    {
      code: 'config.no-longer-used',
      severity: 'info',
      path: first.path,
      part: 'key',
      message: `${old.length === 1 ? 'a key' : `${old.length} keys`} that nothing reads any more: ${some(list)}`,
    },
  ];
}

function some(list: readonly string[]): string {
  const shown = list.slice(0, 6).join(', ');
  return list.length > 6 ? `${shown} and ${list.length - 6} more` : shown;
}

/** The edit that writes one key in its present spelling; none where something is set there already. */
export function presentSpelling(path: KeyPath, now: KeyPath, data: unknown): Edit[] {
  if (!isUnset(valueAt(data, now))) return [];
  // A single fallback is a map, the present key a list: nothing but a person should wrap it.
  const node = schemaAt(now);
  const type = jsonType(valueAt(data, path));
  const fits =
    typeof node === 'string' || typesOf(node).some((it) => it === type || (it === 'number' && type === 'integer'));
  if (!fits) return [];
  const beside = now.length === path.length && now.slice(0, -1).every((step, i) => step === path[i]);
  return beside ? [{ path, rename: String(now.at(-1)) }] : [{ path, moveTo: now }];
}

/** The type of a value as a schema names it. */
function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
