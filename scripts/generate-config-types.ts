/** src/contract/config-file.generated.ts: TypeScript types of config.yaml, made from the schema. */
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { inlineText } from '../src/config/emit.ts';
import { type SchemaNode, typesOf } from '../src/config/schema-node.ts';
import { type ConfigKeys, isCurrent, type Key } from './generate-config-keys.ts';

const BANNER = `/**
 * Types of config.yaml, made by \`npm run generate\` from schemas/. They say what a valid file holds; beyond that every key
 * may be left out, \`null\`, empty or a text with \`\${NAME}\`, so code that reads a file checks what it gets.
 */`;

export async function configTypes({ sections, shapes }: ConfigKeys): Promise<string> {
  const shared = [...shapes].map(([name, key]): [string, JSONSchema] => [typeName(name), shapeOf({ ...key, name })]);
  const current = sections.filter(isCurrent);
  const described = current.filter(({ node }) => node.title);
  const own = described.map((key): [string, JSONSchema] => [sectionName(key), shapeOf(mapOf(key))]);
  const properties = Object.fromEntries(
    current.map((key) => [key.name, key.node.title ? { tsType: sectionType(key) } : shapeOf(key)]),
  );
  const root = {
    title: 'ConfigFile',
    description: 'The whole file. Other sections belong to plugins.',
    type: 'object',
    properties,
    additionalProperties: true,
    definitions: Object.fromEntries([...shared, ...own]),
  } as JSONSchema;
  const text = await compile(root, 'ConfigFile', {
    bannerComment: BANNER,
    additionalProperties: true,
    format: true,
    style: { singleQuote: true, printWidth: 120, trailingComma: 'all' },
    unknownAny: true,
    unreachableDefinitions: true,
  });
  // Said of every definition that only `tsType` refers to.
  const clean = text.replaceAll(
    / \*\n( *) \* This interface was referenced by [^\n]*\n(?:\1 \* via the [^\n]*\n)?/g,
    '',
  );
  const short = clean.replaceAll(/\/\*\*\n *\* ([^\n]*)\n *\*\/\n/g, '/** $1 */\n');
  return short.replaceAll(/\n((?:\/\*\*[^\n]*\n(?: \*[^\n]*\n)*)?export )/g, '\n\n$1').replaceAll(/\n{3,}/g, '\n\n');
}

const sectionName = ({ name }: Key): string => `${typeName(name)}Section`;

/** A section that may also be one text is that beside its interface. */
function sectionType(key: Key): string {
  const types = typesOf(key.node);
  const others = types.includes('object') ? types.filter((type) => type !== 'object') : [];
  return [sectionName(key), ...others.map((type) => (type === 'array' ? 'unknown[]' : type))].join(' | ');
}

const mapOf = (key: Key): Key =>
  typesOf(key.node).includes('object') ? { ...key, node: { ...key.node, type: 'object' } } : key;

/** A node with what types can say, docstring included. */
function shapeOf(key: Key): JSONSchema {
  const { node, shape, item, named } = key;
  const description = docstring(node);
  if (shape) return { description, tsType: typeName(shape) };
  const types = typesOf({ ...node, ...(node.enum ? { enum: [] } : {}) });
  const words = node.enum ? { enum: [...node.enum, ...Object.keys(node['x-spellings'] ?? {})] } : {};
  const keys = key.keys.filter(isCurrent).map((child): [string, JSONSchema] => [child.name, shapeOf(child)]);
  const structure = {
    ...(keys.length > 0 ? { properties: Object.fromEntries(keys) } : {}),
    ...(item ? { items: shapeOf(item) } : {}),
    // Keys of older spellings, too, so a closed map stays open for them.
    additionalProperties: named && keys.length === 0 ? shapeOf(named) : true,
  };
  const type = types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types };
  const kinds =
    node.enum && types.some((one) => one !== 'string') ? { anyOf: [words, type] } : node.enum ? words : type;
  return { description, ...kinds, ...(isStructured(node) ? structure : {}) } as JSONSchema;
}

const isStructured = (node: SchemaNode): boolean => typesOf(node).some((type) => type === 'object' || type === 'array');

function docstring(node: SchemaNode): string {
  const { minimum, maximum } = node;
  const range = [minimum === undefined ? '' : `at least ${minimum}`, maximum === undefined ? '' : `at most ${maximum}`];
  const bounds = range.filter(Boolean).join(', ');
  const facts = [
    node.title ? `${node.title}.` : '',
    node.description ?? '',
    node['x-unit'] ? `Unit: ${node['x-unit']}${bounds ? `, ${bounds}` : ''}.` : bounds ? `Range: ${bounds}.` : '',
    node.default === undefined || node.default === '' ? '' : `Default: ${inlineText(node.default, true)}.`,
  ];
  return facts.filter(Boolean).join(' ').replaceAll('*/', '*\\/');
}

/** Names that say more in an editor. */
const NAMES: Record<string, string> = { provider: 'ProviderEntry', fallback: 'FallbackEntry' };

/** `custom_providers` -> `CustomProviders`. */
const typeName = (name: string): string =>
  NAMES[name] ??
  name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join('');
