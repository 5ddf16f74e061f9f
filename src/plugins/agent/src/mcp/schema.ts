import { isObject } from '@hermes-ops/plugin-kit/objects';
import { replaceUnseen } from '@hermes-ops/plugin-kit/unseen';
import { checkArguments } from '../loop/arguments.ts';
import { wireTool } from '../loop/wire-schema.ts';
import { headOf } from '../tools/cut-text.ts';
import type { ListedTool } from './listed-tool.ts';

type Schema = Record<string, unknown>;

/** Characters that a description may have: every one is paid for with every first request. */
const DESCRIPTION = 1_024;
const PARAMETER = 400;
/** Characters of one tool as it is sent. */
const WIRE = 16_384;
/** Places that a schema may have once its references are followed; a few more than the largest that is in use. */
const PLACES = 4_000;
const DEPTH = 48;
/** Steps into values in which references are followed, as in `wireSchema`. */
const FOLLOWED = 8;
const DESCENDS = new Set(['properties', 'items', 'prefixItems', 'additionalProperties', 'contains', 'propertyNames']);
const DEFINITIONS = new Set(['$defs', 'definitions']);
const VALUES = new Set(['enum', 'const', 'required']);

/** Keys that hold schemas by name, one schema, or several. */
const BY_NAME = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
const SCHEMAS = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']);
const LISTS = new Set(['oneOf', 'anyOf', 'allOf', 'prefixItems']);

/**
 * Patterns of others are not tried here: one that backtracks without end would stop the program. The server checks them
 * anyway.
 */
const LEFT_OUT = new Set(['pattern', 'patternProperties', 'format', '$schema', '$id', 'title', 'examples', 'default']);

/** A text of a server as a model may read it: one line without anything unseen, of bounded length. */
export function plainText(text: string, max: number): string {
  const shown = replaceUnseen(text.slice(0, max * 4), (char) => (/\s/.test(char) ? ' ' : ''));
  const line = shown.replace(/\s+/g, ' ').trim();
  return line.length <= max ? line : `${headOf(line, max - 1)}…`;
}

export type Usable = { ok: true; description: string; parameters: Schema } | { ok: false; why: string };

/** The tool with a harmless description and schema, or why it cannot be offered. */
export function usable(tool: ListedTool, name: string): Usable {
  const fault = schemaFault(tool.inputSchema);
  if (fault) return { ok: false, why: fault };
  const description = plainText(tool.description, DESCRIPTION);
  try {
    const cleaned = clean(tool.inputSchema) as Schema;
    const parameters: Schema = { ...cleaned, type: 'object', properties: cleaned['properties'] ?? {} };
    checkArguments('{}', parameters);
    const wire = JSON.stringify(wireTool({ name, description, parameters }));
    if (wire.length > WIRE) return { ok: false, why: 'its schema is too large' };
    return { ok: true, description, parameters };
  } catch (error) {
    return { ok: false, why: `its schema cannot be used: ${plainText((error as Error).message, 120)}` };
  }
}

/** What makes a schema a bomb or a trap: how much it grows when references are followed, and names that cannot be seen. */
function schemaFault(root: Schema): string | undefined {
  let places = 0;
  let fault: string | undefined;
  /** `nesting` in the text itself; `descents` into values: a schema of a tree refers to itself, which ends with the value. */
  const visit = (node: unknown, nesting: number, descents: number): void => {
    places += 1;
    if (places > PLACES || nesting > DEPTH) fault ??= 'its schema is too large';
    if (fault || typeof node !== 'object' || node === null) return;
    for (const [key, part] of Object.entries(node)) {
      const deeper = DEFINITIONS.has(key) ? FOLLOWED : DESCENDS.has(key) ? descents + 1 : descents;
      if (unseen(key)) fault = 'its schema holds characters that cannot be seen';
      else if (VALUES.has(key)) fault ??= valueFault(part);
      else visit(part, nesting + 1, deeper);
    }
    const target = descents < FOLLOWED ? referred(node as Schema, root) : undefined;
    if (target) visit(target, 0, descents);
  };
  visit(root, 0, 0);
  return fault;
}

function valueFault(value: unknown): string | undefined {
  const text = JSON.stringify(value) ?? '';
  if (text.length > WIRE) return 'its schema is too large';
  const texts = [value].flat(3).filter((one) => typeof one === 'string');
  return texts.some(unseen) ? 'its schema holds characters that cannot be seen' : undefined;
}

const unseen = (text: string): boolean => replaceUnseen(text, () => '') !== text;

function referred(node: Schema, root: Schema): unknown {
  const reference = node['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return reference
    .slice(1)
    .split('/')
    .filter(Boolean)
    .reduce<unknown>(
      (at, part) => (isObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
      root,
    );
}

function clean(node: unknown): unknown {
  if (!isObject(node)) return node;
  const entries = Object.entries(node).flatMap(([key, part]): [string, unknown][] => {
    if (LEFT_OUT.has(key)) return [];
    if (key === 'description') return typeof part === 'string' ? [[key, plainText(part, PARAMETER)]] : [];
    if (BY_NAME.has(key))
      return isObject(part) ? [[key, Object.fromEntries(Object.entries(part).map(([k, one]) => [k, clean(one)]))]] : [];
    if (LISTS.has(key)) return Array.isArray(part) ? [[key, part.map(clean)]] : [];
    return [[key, SCHEMAS.has(key) ? clean(part) : part]];
  });
  return Object.fromEntries(entries);
}
