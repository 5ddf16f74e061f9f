import { formatKeyPath, type KeyPath } from './key-path.ts';
import { isSecretKey, maskText } from './mask.ts';
import type { SchemaNode } from './schema-node.ts';

/** What every finding about a value has. */
export const at = (path: KeyPath) => ({ severity: 'error', path }) as const;

export const nameOf = (path: KeyPath): string => (path.length === 0 ? 'the file' : `\`${formatKeyPath(path)}\``);

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a section (keys and values)',
  array: 'a list',
};

export const typeName = (type: string): string => TYPE_NAMES[type] ?? type;

/** The value in words; never the content of a secret. */
export function show(path: KeyPath, value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a section';
  if (typeof value !== 'string') return String(value);
  if (isSecretKey(String(path.at(-1) ?? ''))) return 'this text';
  const text = maskText(value);
  return `the text ${JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)}`;
}

/** Whether a number lies within the bounds of a key. */
export const inBounds = ({ minimum, maximum }: SchemaNode, value: number): boolean =>
  value >= (minimum ?? Number.NEGATIVE_INFINITY) && value <= (maximum ?? Number.POSITIVE_INFINITY);
