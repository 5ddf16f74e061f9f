import { parse } from 'yaml';
import { type SchemaNode, typesOf } from './schema-node.ts';
import { booleanWord } from './words.ts';

/**
 * What a text on the command line means for a key. The schema decides where it knows the key: text stays as it is where
 * text is wanted, other spellings of an allowed word become that word, one item for a list becomes a list. Elsewhere:
 * true/yes/on, false/no/off, null, numbers, JSON or flow YAML, else text. Where nothing says that a number is wanted,
 * neither the schema nor the `present` value, a text such as `1.10` may be a version and stays.
 */
export function typedValue(text: string, node: SchemaNode | 'open' | 'unknown', present?: unknown): unknown {
  const types = typeof node === 'string' ? [] : typesOf(node);
  const any = types.length === 0;
  if (typeof node !== 'string' && node.enum) {
    const word = allowedWord(text, node);
    if (word !== undefined) return word;
  }
  if (types.length === 1 && types[0] === 'string') return text;
  const trimmed = text.trim();
  if (any || types.includes('boolean')) {
    const word = booleanWord(trimmed);
    if (word !== undefined) return word;
  }
  if (/^(null|none|~)$/i.test(trimmed)) return null;
  if (any || types.includes('number') || types.includes('integer')) {
    const number = losslessNumber(trimmed);
    const wanted = !any || typeof present === 'number' || String(number) === trimmed;
    if (number !== undefined && wanted) return number;
  }
  if (any || types.includes('array') || types.includes('object')) {
    const collection = collectionOf(text);
    if (collection !== undefined) return collection;
  }
  const list = types.includes('array') && !types.includes('string') && text !== '';
  return list ? [itemValue(text, node)] : text;
}

/** One item of a list, by what the schema says about items. */
export function itemValue(text: string, list: SchemaNode | 'open' | 'unknown'): unknown {
  return typedValue(text, (typeof list === 'string' ? undefined : list.items) ?? 'open');
}

/** The word of `enum` that a text stands for: itself, another spelling of it, or a switch word for `on` and `off`. */
function allowedWord(text: string, node: SchemaNode): unknown {
  const words = node.enum ?? [];
  if (words.includes(text)) return text;
  const other = node['x-spellings']?.[text.trim()] ?? node['x-spellings']?.[text.trim().toLowerCase()];
  if (other !== undefined) return other;
  const plain = words.find((word) => typeof word === 'string' && word.toLowerCase() === text.trim().toLowerCase());
  if (plain !== undefined) return plain;
  const word = booleanWord(text);
  if (word === undefined || words.includes(word) || [node.type].flat().includes('boolean')) return undefined;
  return words.find((it) => it === (word ? 'on' : 'off'));
}

/** Only what comes out as it went in: `007`, `1e999` or twenty digits stay text. Counts may have `_` or `,`. */
function losslessNumber(text: string): number | undefined {
  const digits = /^-?\d{1,3}([_,]\d{3})+$/.test(text) ? text.replace(/[_,]/g, '') : text;
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(digits)) return undefined;
  const number = Number(digits);
  const whole = /^-?\d+$/.test(digits);
  return Number.isFinite(number) && (!whole || Number.isSafeInteger(number)) ? number : undefined;
}

/** A list or map in JSON or YAML; undefined for what is neither. */
function collectionOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text) && !/\n/.test(text.trim())) return undefined;
  try {
    const value: unknown = parse(text, { logLevel: 'error' });
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
