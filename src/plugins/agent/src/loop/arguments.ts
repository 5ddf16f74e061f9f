import { Validator } from '@cfworker/json-schema';
import { digitsOf, firstDigits, parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { isObject } from '@hermes-ops/plugin-kit/objects';
import { unfit } from './object-text.ts';

type Schema = Record<string, unknown>;
type Arguments = Record<string, unknown>;

export type CheckedArguments =
  | { ok: true; args: Arguments }
  /** `message` is for the model. */
  | { ok: false; message: string };

/** Names that models carry over from other agents' tools, tried only where the tool has no parameter of that name. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  path: [
    'file_path',
    'filepath',
    'file',
    'filename',
    'file_name',
    'directory',
    'dir',
    'image',
    'image_path',
    'image_url',
  ],
  command: ['cmd', 'script', 'code'],
  old: ['old_string', 'old_text', 'oldText', 'old_str', 'search'],
  new: ['new_string', 'new_text', 'newText', 'new_str', 'replace'],
  content: ['contents', 'text', 'file_text', 'data'],
  pattern: ['query', 'regex'],
  query: ['pattern', 'q', 'text'],
  key: ['name', 'path', 'setting'],
};

/**
 * Reads the arguments that a model wrote: JSON, then types where only one reading is possible (`"3"` for a number, a
 * list written as text, other agents' parameter names), then the tool's full schema. What remains wrong is said in words
 * that help the model to write the call again. Nothing is guessed that could change what the call does, and no integer
 * becomes another: one whose digits would change reaches only a tool that takes it as it was written (`exact`, see
 * `parseExact`), or a parameter that is a text.
 */
export function checkArguments(text: string, schema: Schema, { exact = false } = {}): CheckedArguments {
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, message: `The arguments are not valid JSON: ${parsed.message}` };
  const args = coerce(withAliases(parsed.value, schema), schema) as Arguments;
  const digits = firstDigits(args);
  const plain: unknown = digits === undefined ? args : JSON.parse(JSON.stringify(args));
  const { valid, errors } = new Validator(schema as never, '2020-12', false).validate(plain);
  if (valid && digits !== undefined && !exact) return { ok: false, message: tooLong(digits) };
  if (valid) return { ok: true, args };
  const faults = errors
    .filter(({ keyword }) => keyword !== 'properties')
    .slice(0, 4)
    .map(({ instanceLocation, error }) => `${instanceLocation.replace(/^#\/?/, '') || 'arguments'}: ${error}`);
  return { ok: false, message: `The arguments do not fit: ${faults.join(' ')} Expected: ${describe(schema)}.` };
}

const tooLong = (digits: string): string =>
  `The number ${digits.slice(0, 40)} has more digits than can be passed on unchanged, so nothing was done. Write it as a text in quotes where the tool takes one.`;

/** `{path: string, limit?: integer}`, for messages. */
function describe(schema: Schema): string {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const fields = Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const words = Array.isArray(property['enum']) ? property['enum'].map((one) => JSON.stringify(one)).join(' | ') : '';
    return `${name}${required.has(name) ? '' : '?'}: ${words || String(property['type'] ?? 'any')}`;
  });
  return `{${fields.join(', ')}}`;
}

function parse(text: string): { ok: true; value: Arguments } | { ok: false; message: string } {
  if (text.trim() === '') return { ok: true, value: {} };
  try {
    const value = parseExact(text);
    if (isObject(value)) return { ok: true, value };
    return { ok: false, message: 'they must be one JSON object.' };
  } catch (error) {
    return { ok: false, message: `${(error as Error).message}.` };
  }
}

function withAliases(args: Arguments, schema: Schema): Arguments {
  const properties = propertiesOf(schema);
  const result = { ...args };
  for (const name of Object.keys(properties)) {
    if (name in result) continue;
    const alias = (ALIASES[name] ?? []).find((other) => other in result && !(other in properties));
    if (alias === undefined) continue;
    result[name] = result[alias];
    delete result[alias];
  }
  return result;
}

function coerce(value: unknown, schema: Schema | undefined): unknown {
  if (!schema) return value;
  const type = schema['type'];
  const types = Array.isArray(type) ? type : [type];
  const digits = digitsOf(value);
  if (digits !== undefined) return types.includes('string') ? digits : value;
  if (isObject(value) && types.includes('object')) return coerceObject(value, schema);
  if (Array.isArray(value)) return value.map((item) => coerce(item, schema['items'] as Schema | undefined));
  if (types.includes('string')) return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof value === 'string') return fromText(value, types, schema);
  return value;
}

function coerceObject(value: Arguments, schema: Schema): Arguments {
  const properties = propertiesOf(schema);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const entries = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    // An optional parameter given as null was meant to be left out.
    if (part === null && key in properties && !required.has(key)) return [];
    return [[key, coerce(part, properties[key])]];
  });
  return Object.fromEntries(entries);
}

function fromText(text: string, types: readonly unknown[], schema: Schema): unknown {
  const trimmed = text.trim();
  if (types.includes('boolean') && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(trimmed))
    return Number(trimmed);
  if ((types.includes('array') && trimmed.startsWith('[')) || (types.includes('object') && trimmed.startsWith('{'))) {
    try {
      const value = parseExact(trimmed);
      return unfit(trimmed) === undefined ? coerce(value, schema) : text;
    } catch {
      return text;
    }
  }
  return text;
}

const propertiesOf = (schema: Schema): Record<string, Schema> =>
  isObject(schema['properties']) ? (schema['properties'] as Record<string, Schema>) : {};
