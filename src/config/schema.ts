import type { ConfigSection } from '../contract/index.ts';
import { nearest } from '../errors/nearest.ts';
import type { SchemaError } from './schema-compiler.ts';
import { ROOT_SCHEMA, schemaFiles } from './schema-files.ts';
import type { SchemaNode } from './schema-node.ts';

/** A section that a plugin brings, ready for use. */
export interface PluginSection {
  schema: SchemaNode;
  /** Violations of the schema by the section's content. */
  errors(content: unknown): SchemaError[];
  rules?: ConfigSection['rules'];
}

/** Sections that plugins bring, by name. */
export type PluginSections = Readonly<Record<string, PluginSection>>;

/** What the schema says about a place: a node, `open` where any key is allowed, `unknown` where this one is not. */
export type SchemaAt = SchemaNode | 'open' | 'unknown';

/** A node together with the file that its references are relative to. */
interface Placed {
  node: SchemaNode;
  file: string;
}

/** What the schema says about a path. */
export function schemaAt(path: readonly (string | number)[], plugins: PluginSections = {}): SchemaAt {
  const node = describedAt(path, plugins);
  return typeof node !== 'string' && isOpen(node) ? 'open' : node;
}

/** The same, with the node of a key that may hold anything, for what is said about it. */
export function describedAt(path: readonly (string | number)[], plugins: PluginSections = {}): SchemaAt {
  let at: Placed = rootOf(path, plugins);
  for (const step of path) {
    const next = child(at.node, step);
    if (next === 'open' || next === 'unknown') return next;
    at = placed(next, at.file);
  }
  return at.node;
}

/** Names of the sections and single keys at the top level that the core knows. */
export const coreSections = (): string[] => Object.keys((schemaFiles()[ROOT_SCHEMA] as SchemaNode).properties ?? {});

/** The described keys of the map at a path, except those that should not be written any more. */
export function keysAt(path: readonly (string | number)[], plugins: PluginSections = {}): readonly string[] {
  if (path.length === 0 && Object.keys(plugins).length > 0) return presentKeys(path, plugins);
  const node = schemaAt(path, plugins);
  if (typeof node === 'string') return [];
  const known = KEYS.get(node) ?? presentKeys(path, plugins);
  KEYS.set(node, known);
  return known;
}

/** A cache of something constant: the keys of each node of the schema. */
const KEYS = new WeakMap<SchemaNode, readonly string[]>();

function presentKeys(path: readonly (string | number)[], plugins: PluginSections): readonly string[] {
  return childrenAt(path, plugins).flatMap(({ key, node }) => (isOld(node) ? [] : [key]));
}

/** The described keys of a map with what is said about each; references resolved. */
export function childrenAt(
  path: readonly (string | number)[],
  plugins: PluginSections = {},
): { key: string; node: SchemaNode }[] {
  const node = schemaAt(path, plugins);
  const own = typeof node === 'string' ? [] : Object.keys(node.properties ?? {});
  const more = path.length === 0 ? Object.keys(plugins) : [];
  return [...own, ...more].map((key) => {
    const child = describedAt([...path, key], plugins);
    return { key, node: typeof child === 'string' ? {} : child };
  });
}

/**
 * Visits every value of the data of which the schema says something, from the top: its path, the node and the value.
 * Below a value that the schema leaves open nothing is visited.
 */
export function walkSchema(
  data: unknown,
  visit: (path: readonly (string | number)[], node: SchemaNode, value: unknown) => void,
  plugins: PluginSections = {},
): void {
  const into = (value: unknown, at: Placed, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [step, item] of entries) {
      const next = child(at.node, step);
      if (next === 'open' || next === 'unknown') continue;
      const found = placed(next, at.file);
      const below = [...path, step];
      visit(below, found.node, item);
      into(item, found, below);
    }
  };
  const { node, file } = placed(ROOT, '');
  const brought = Object.fromEntries(Object.entries(plugins).map(([name, { schema }]) => [name, schema]));
  into(data, { node: { ...node, properties: { ...node.properties, ...brought } }, file }, []);
}

export const isOld = (node: SchemaNode): boolean =>
  node.deprecated === true || node['x-removed'] === true || node['x-moved'] !== undefined;

const ROOT: SchemaNode = { $ref: ROOT_SCHEMA };

function rootOf(path: readonly (string | number)[], plugins: PluginSections): Placed {
  const [section] = path;
  const plugin = typeof section === 'string' && Object.hasOwn(plugins, section) ? plugins[section] : undefined;
  if (plugin) return { node: { type: 'object', properties: { [String(section)]: plugin.schema } }, file: '' };
  return placed(ROOT, '');
}

function child(node: SchemaNode, step: string | number): SchemaAt {
  if (typeof step === 'number') return node.items ?? (allows(node, 'array') ? 'open' : 'unknown');
  const own = Object.hasOwn(node.properties ?? {}, step) ? node.properties?.[step] : undefined;
  if (own) return own;
  const pattern = Object.entries(node.patternProperties ?? {}).find(([text]) => patternOf(text).test(step));
  if (pattern) return pattern[1];
  if (typeof node.additionalProperties === 'object')
    return isNearMiss(node, step) ? 'unknown' : node.additionalProperties;
  if (node.additionalProperties === false) return 'unknown';
  return allows(node, 'object') ? 'open' : 'unknown';
}

/** A name of the user's choice that is all but one of the described ones: a slip, not a choice. */
export const isNearMiss = (node: SchemaNode, name: string): boolean =>
  !Object.hasOwn(node.properties ?? {}, name) && nearest(name, Object.keys(node.properties ?? {})) !== undefined;

const allows = (node: SchemaNode, type: string): boolean =>
  node.enum === undefined && (node.type === undefined || [node.type].flat().includes(type));

function patternOf(text: string): RegExp {
  const known = PATTERNS.get(text) ?? new RegExp(text, 'u');
  PATTERNS.set(text, known);
  return known;
}

/** A cache of something constant. */
const PATTERNS = new Map<string, RegExp>();

/** Follows `$ref`; keywords beside it win. The same node gives the same answer, down to its identity. */
function placed(node: SchemaNode, file: string): Placed {
  if (node.$ref === undefined) return { node, file };
  const known = PLACED.get(node) ?? resolved(node, node.$ref, file);
  PLACED.set(node, known);
  return known;
}

/** A cache of something constant: a node stands in one file only. */
const PLACED = new WeakMap<SchemaNode, Placed>();

function resolved(node: SchemaNode, ref: string, file: string): Placed {
  const [path = '', pointer = ''] = ref.split('#');
  const target = path === '' ? file : file.startsWith('sections/') ? `sections/${path}` : path;
  let found: unknown = schemaFiles()[target];
  for (const step of pointer.split('/').filter(Boolean)) found = (found as Record<string, unknown>)[step];
  const { $ref: _ref, ...own } = node;
  const inner = placed(found as SchemaNode, target);
  return { node: { ...inner.node, ...own }, file: inner.file };
}

const isOpen = (node: SchemaNode): boolean =>
  node.type === undefined && node.enum === undefined && node.properties === undefined && node.pattern === undefined;
