import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { KeyPath } from './key-path.ts';
import { keysAt, schemaAt } from './schema.ts';
import { typesOf } from './schema-node.ts';

type Path = readonly (string | number)[];

/** Whether the schema of a place allows a value of this kind. */
export function fits(path: Path, value: unknown): boolean {
  const node = schemaAt(path);
  if (typeof node === 'string' || isUnset(value)) return true;
  const types = typesOf(node);
  if (Array.isArray(value)) return types.includes('array');
  return typeof value === 'object'
    ? types.includes('object')
    : types.some((type) => !['object', 'array'].includes(type));
}

/**
 * Whether the content of a map could be meant for a place: a map whose keys are all described has one of them, a map of
 * named entries has an entry with a described key.
 */
export function resembles(path: Path, value: unknown): boolean {
  if (!isMapping(value) || Object.keys(value).length === 0) return true;
  const node = schemaAt(path);
  if (typeof node === 'string' || hasKeyOf(path, value)) return true;
  if (typeof node.additionalProperties !== 'object') return node.additionalProperties !== false;
  return keysAt([...path, '<name>']).length === 0 || holdsEntriesOf(path, value);
}

/** Whether a value is a map or list of entries of which one has a key that is described for the entries of a section. */
export const holdsEntriesOf = (section: Path, value: unknown): boolean =>
  (Array.isArray(value) || isMapping(value)) &&
  Object.values(value).some((entry) => hasKeyOf([...section, Array.isArray(value) ? 0 : '<name>'], entry));

/** Whether a value is a map with a key that is described for a place. */
export function hasKeyOf(path: Path, value: unknown): boolean {
  if (!isMapping(value)) return false;
  const known = keysAt(path);
  return Object.keys(value).some((key) => known.includes(key));
}

/** Below a name of the user's choice, or in an item of a list. */
export const isOwnEntry = (path: Path): boolean =>
  path.some((step, i) => {
    const holder = schemaAt(path.slice(0, i));
    if (typeof step === 'number') return true;
    if (typeof holder === 'string' || typeof holder.additionalProperties !== 'object') return false;
    return !Object.hasOwn(holder.properties ?? {}, step);
  });

/** Sections whose entries have names of the user's choice, the most particular ones first. */
const NAMED: readonly KeyPath[] = [['mcp_servers'], ['servers'], ['providers']];

/** The section that a map or list under a section's name really is: that one, or another one that its entries fit. */
export function sectionOf(name: string, value: unknown): KeyPath | undefined {
  if (fits([name], value) && resembles([name], value)) return [name];
  return NAMED.find((section) => isMapping(value) && holdsEntriesOf(section, value));
}
