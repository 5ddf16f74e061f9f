import { ROOT_SCHEMA, SCHEMAS } from './schema-files.ts';

/** The parts of a schema node that hermes reads itself; ajv reads the rest. */
export interface SchemaNode {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  default?: unknown;
  deprecated?: boolean;
  writeOnly?: boolean;
  properties?: Record<string, SchemaNode>;
  patternProperties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
}

/** A node together with the file that its references are relative to. */
interface Placed {
  node: SchemaNode;
  file: string;
}

/**
 * What the schema says about a path: a node, `open` below a section whose keys are not described, or `unknown` where a
 * closed section has no such key.
 */
export function schemaAt(path: readonly (string | number)[]): SchemaNode | 'open' | 'unknown' {
  let at: Placed = placed({ $ref: ROOT_SCHEMA }, '');
  for (const step of path) {
    const next = child(at.node, step);
    if (next === 'open' || next === 'unknown') return next;
    at = placed(next, at.file);
  }
  return isOpen(at.node) ? 'open' : at.node;
}

/** The keys that a closed map at a path may have, deprecated ones left out; empty where any name is allowed. */
export function keysAt(path: readonly (string | number)[]): string[] {
  const node = schemaAt(path);
  if (typeof node === 'string') return [];
  return Object.entries(node.properties ?? {})
    .filter(([, child]) => !child.deprecated)
    .map(([key]) => key);
}

/** Types that a value may have besides null. */
export function typesOf(node: SchemaNode): string[] {
  const types = node.type === undefined ? [] : [node.type].flat();
  const named = node.enum?.map((item) => (item === null ? 'null' : typeof item)) ?? [];
  return [...new Set([...types, ...named])].filter((type) => type !== 'null');
}

function child(node: SchemaNode, step: string | number): SchemaNode | 'open' | 'unknown' {
  if (typeof step === 'number') return node.items ?? (node.type === undefined ? 'open' : 'unknown');
  const own = Object.hasOwn(node.properties ?? {}, step) ? node.properties?.[step] : undefined;
  if (own) return own;
  const pattern = Object.entries(node.patternProperties ?? {}).find(([text]) => new RegExp(text, 'u').test(step));
  if (pattern) return pattern[1];
  if (typeof node.additionalProperties === 'object') return node.additionalProperties;
  if (node.additionalProperties === false) return 'unknown';
  return !node.type || [node.type].flat().includes('object') ? 'open' : 'unknown';
}

/** Follows `$ref`; keywords beside it win. */
function placed(node: SchemaNode, file: string): Placed {
  if (node.$ref === undefined) return { node, file };
  const [path = '', pointer = ''] = node.$ref.split('#');
  const target = path === '' ? file : new URL(path, `file:///${file}`).pathname.slice(1);
  let found: unknown = SCHEMAS[target];
  for (const step of pointer.split('/').filter(Boolean)) found = (found as Record<string, unknown>)[step];
  const { $ref: _ref, ...own } = node;
  const inner = placed(found as SchemaNode, target);
  return { node: { ...inner.node, ...own }, file: inner.file };
}

const isOpen = (node: SchemaNode): boolean =>
  node.type === undefined && node.enum === undefined && node.properties === undefined && node.pattern === undefined;
