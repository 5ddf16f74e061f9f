import type { PluginSections } from './schema.ts';
import { ROOT_SCHEMA, schemaFiles } from './schema-files.ts';
import type { SchemaNode } from './schema-node.ts';
import { typesOf } from './schema-node.ts';

/**
 * The whole schema as one document without our own keywords: what editors and other validators take, and what this
 * program compiles. Every key may also be `null`, empty or hold a `${VAR}`; switches take `yes`, `no`, `on`, `off`.
 */
export function bundledSchema(plugins: PluginSections = {}): SchemaNode {
  const { [ROOT_SCHEMA]: root = {}, ...files } = schemaFiles();
  const $defs = Object.fromEntries(
    Object.entries(files).map(([name, { $schema: _schema, ...file }]) => [defName(name), wide(file, defName(name))]),
  );
  const sections = Object.fromEntries(Object.entries(plugins).map(([name, { schema }]) => [name, wide(schema, '')]));
  const { $schema, properties, ...rest } = wide(root, '');
  return { ...($schema ? { $schema } : {}), ...rest, properties: { ...properties, ...sections }, $defs };
}

const defName = (file: string): string => file.replace(/^sections\//, '').replace(/\.schema\.json$/, '');

/** The schema of a plugin's section in the same way. */
export const wideSection = (schema: SchemaNode): SchemaNode => wide(schema, '');

/** One node for readers of the file; `home` is the name under `$defs` that its references are relative to. */
function wide(node: SchemaNode, home: string): SchemaNode {
  const result: SchemaNode = {};
  for (const [key, value] of Object.entries(node)) if (!key.startsWith('x-')) result[key as 'title'] = value as never;
  if (node.$ref) result.$ref = bundledRef(node.$ref, home);
  const onlyWords = node.enum && !typesOf(node).some((type) => !['string', 'boolean'].includes(type));
  if (onlyWords) {
    delete result.type;
    result.enum = wideWords(node);
  } else if (node.enum) {
    delete result.enum;
    Object.assign(result, wideWordsOr(node));
  } else if (node.type) Object.assign(result, wideType(node));
  const description = describe(node, home);
  if (description) result.description = description;
  if (isOld(node)) result.deprecated = true;
  for (const key of ['properties', 'patternProperties', '$defs'] as const) {
    const children = node[key];
    if (children) result[key] = Object.fromEntries(Object.entries(children).map(([k, v]) => [k, wide(v, home)]));
  }
  if (typeof node.additionalProperties === 'object') {
    result.additionalProperties = wide(node.additionalProperties, home);
  }
  if (node.items) result.items = wide(node.items, home);
  return result;
}

const isOld = (node: SchemaNode): boolean => node['x-removed'] === true || node['x-moved'] !== undefined;

/** `other.schema.json#/$defs/x` of a file in sections/, or `#/$defs/x` within one. */
function bundledRef(ref: string, home: string): string {
  const [path = '', pointer = ''] = ref.split('#');
  const name = path === '' ? home : defName(path);
  return name === '' ? `#${pointer}` : `#/$defs/${name}${pointer}`;
}

/** The node that a reference from the file of the given name stands for. */
function referred(ref: string, home: string): SchemaNode {
  const [path = '', pointer = ''] = ref.split('#');
  let found: unknown = schemaFiles()[`sections/${path === '' ? home : defName(path)}.schema.json`];
  for (const step of pointer.split('/').filter(Boolean)) found = (found as Record<string, unknown>)[step];
  return found as SchemaNode;
}

function wideWords(node: SchemaNode): unknown[] {
  const words = [...(node.enum ?? []), ...Object.keys(node['x-spellings'] ?? {})];
  if (words.includes('off')) words.push(false, 'Off', 'OFF');
  if (words.includes('on')) words.push(true, 'On', 'ON');
  return [...new Set([...words, '', null])];
}

/** Words beside numbers, lists or maps: an `enum` would forbid those. */
function wideWordsOr(node: SchemaNode): SchemaNode {
  const words = wideWords(node);
  const texts = words.filter((word) => typeof word === 'string').map(escaped);
  const also = words.some((word) => typeof word === 'boolean') ? ['boolean'] : [];
  return {
    type: [...new Set([...typesOf(node), ...also, 'string', 'null'])],
    pattern: `${ABSENT}|^(?:${texts.join('|')})$`,
  };
}

const escaped = (word: string): string => word.replace(/[^\w]/g, '\\$&');

/** What text stands for "not set" or for a value that is found out later. */
const ABSENT = '^\\s*$|\\$\\{';

/** The words of YAML 1.1 for a switch. */
const SWITCH = '^(?:[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF|[Tt]rue|TRUE|[Ff]alse|FALSE)$';

function wideType(node: SchemaNode): SchemaNode {
  const types = typesOf(node);
  const also = types.includes('boolean') ? `${ABSENT}|${SWITCH}` : ABSENT;
  if (!types.includes('string')) return { type: [...types, 'string', 'null'], pattern: also };
  return { type: [...types, 'null'], ...(node.pattern ? { pattern: `${also}|(?:${node.pattern})` } : {}) };
}

/** The description with what only our own keywords say. */
function describe(node: SchemaNode, home: string): string | undefined {
  const parts = [node.description];
  // A description beside `$ref` hides the one with the unit.
  const unit = node['x-unit'] ?? (node.$ref && node.description ? referred(node.$ref, home)['x-unit'] : undefined);
  if (unit) parts.push(`Unit: ${unit}.`);
  if (node['x-moved']) parts.push(`Older spelling: write \`${node['x-moved'].replace(/^\./, '')}\`.`);
  if (node['x-removed']) parts.push('Nothing reads it any more.');
  return parts.filter(Boolean).join(' ') || undefined;
}
