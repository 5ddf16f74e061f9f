import type { ToolSchema } from '@hermes-ops/contract';
import { isObject } from '@hermes-ops/plugin-kit/objects';

type Schema = Record<string, unknown>;

/**
 * What of a schema goes over the wire. Bounds, patterns and formats stay here: llama.cpp makes a grammar of them, and
 * large ones are refused with a 400 that names neither tool nor key (ggml-org/llama.cpp#27087, #25746, #25895). The
 * arguments are checked against the full schema when the call comes back.
 */
const SENT = new Set(['type', 'description', 'enum', 'const', 'properties', 'required', 'items']);

/** Deeper schemas, and such that refer to themselves, become a plain object or value at this depth. */
const MAX_DEPTH = 8;

/** The tool as models are told of it, in whole characters. Deterministic: the same tool gives the same bytes. */
export const wireTool = (tool: { name: string; description: string; parameters: Schema }): ToolSchema => ({
  type: 'function',
  function: { name: tool.name, description: tool.description.toWellFormed(), parameters: wireSchema(tool.parameters) },
});

/** The schema without what breaks grammars; `$ref` resolved, alternatives collapsed to the first object or to the first. */
export function wireSchema(schema: Schema): Schema {
  return wellFormed(reduce(schema, schema, 0) ?? { type: 'object', properties: {} });
}

/** How `JSON.stringify` writes half of a surrogate pair. */
const HALVES = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][\da-f]{2}/g;

/** Whole characters only, in names too and however deep: llama-server answers 400 to half of one. */
const wellFormed = (schema: Schema): Schema => JSON.parse(JSON.stringify(schema).replace(HALVES, '\\ufffd'));

function reduce(value: unknown, root: Schema, depth: number): Schema | undefined {
  if (!isObject(value)) return undefined;
  const resolved = resolve(value, root);
  if (depth > MAX_DEPTH) {
    const type = soleType(resolved['type']);
    return type === undefined ? {} : { type };
  }
  const chosen = oneOf(resolved, root);
  const reduced: Schema = {};
  for (const [key, part] of Object.entries(chosen)) {
    if (!SENT.has(key)) continue;
    if (key === 'properties') reduced[key] = mapValues(part, (one) => reduce(one, root, depth + 1) ?? {});
    else if (key === 'items') reduced[key] = reduce(part, root, depth + 1) ?? {};
    else {
      const taken = TAKEN[key]?.(part);
      if (taken !== undefined) reduced[key] = taken;
    }
  }
  return reduced;
}

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

/**
 * What a server takes as the value of a key; undefined leaves the key out. llama-server answers 400 to a type that there
 * is none of (`any`, `date`) and an empty list of values.
 */
const TAKEN: Readonly<Record<string, (value: unknown) => unknown>> = {
  type: soleType,
  description: (value) => (typeof value === 'string' ? value : undefined),
  enum: (value) => (Array.isArray(value) && value.length > 0 ? value : undefined),
  const: (value) => value,
  required: (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined),
};

/** `["string", "null"]` is a text that may be left out; grammars of local servers want one type. */
function soleType(type: unknown): unknown {
  const sole = Array.isArray(type) ? (type.find((one) => one !== 'null') ?? 'string') : type;
  return typeof sole === 'string' && TYPES.has(sole) ? sole : undefined;
}

function oneOf(schema: Schema, root: Schema): Schema {
  const choices = [schema['oneOf'], schema['anyOf'], schema['allOf']].find(Array.isArray) as unknown[] | undefined;
  if (!choices) return schema;
  const options = choices.filter(isObject).map((choice) => resolve(choice, root));
  const picked = options.find(({ type }) => type === 'object') ?? options.find(({ type }) => type !== 'null');
  const { oneOf: _one, anyOf: _any, allOf: _all, ...rest } = schema;
  return { ...picked, ...rest };
}

/** Only references inside the schema itself are followed, and a chain of them only so far. */
function resolve(schema: Schema, root: Schema): Schema {
  let found = schema;
  for (let steps = 0; steps < MAX_DEPTH && typeof found['$ref'] === 'string'; steps++) {
    const { $ref, ...beside } = found as { $ref: string } & Schema;
    const target = $ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce<unknown>((at, name) => (isObject(at) ? at[name.replaceAll('~1', '/').replaceAll('~0', '~')] : at), root);
    found = isObject(target) && $ref.startsWith('#') ? { ...target, ...beside } : beside;
  }
  return found;
}

const mapValues = (value: unknown, change: (one: unknown) => unknown): Schema =>
  Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([key, one]) => [key, change(one)]));
