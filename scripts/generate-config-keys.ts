/** The keys of config.yaml as a tree, for what is generated from the schema: the page, the example and the types. */
import { ROOT_SCHEMA, schemaFiles } from '../src/config/schema-files.ts';
import { type SchemaNode, typesOf } from '../src/config/schema-node.ts';

export interface Key {
  /** As a user would write it: `servers.<name>.port`, `custom_providers[n].name`. */
  path: string;
  name: string;
  /** References resolved; keywords beside `$ref` win. */
  node: SchemaNode;
  /** Name of the description that this key shares with others, for maps of several keys. */
  shape?: string;
  keys: Key[];
  /** What a name of the user's choice stands for. */
  named?: Key;
  item?: Key;
}

export interface ConfigKeys {
  /** Sections and single keys at the top level in the order of the root schema. */
  sections: Key[];
  /** Descriptions that several keys share, with `...` in place of their path. */
  shapes: Map<string, Key>;
}

/** A shared description is shown once when it has at least this many keys. */
const SHOWN_ONCE = 4;

export function configKeys(): ConfigKeys {
  const { [ROOT_SCHEMA]: root = {} } = schemaFiles();
  const { keys } = keyAt('', '', root, ROOT_SCHEMA);
  const shapes = new Map<string, Key>();
  for (const [file, schema] of Object.entries(schemaFiles())) {
    for (const [name, node] of Object.entries(schema.$defs ?? {})) {
      const shape = shapeName(file, name);
      if (isShape(shape, node)) shapes.set(shape, keyAt('', shape, node, file));
    }
  }
  return { sections: keys, shapes };
}

/** A key that should still be written. */
export const isCurrent = ({ node }: Key): boolean =>
  !node.deprecated && !node['x-removed'] && node['x-moved'] === undefined;

/** The keys below a section, those of named entries and list items too, that are described where they stand. */
export function* below(key: Key): Generator<Key> {
  for (const child of [...key.keys, ...[key.named, key.item].flatMap((one) => one ?? [])]) {
    yield child;
    if (!child.shape) yield* below(child);
  }
}

function keyAt(path: string, name: string, given: SchemaNode, home: string): Key {
  const { node, file, shape } = resolved(given, home);
  const into = (step: string, child: SchemaNode) =>
    keyAt(step.startsWith('[') || path === '' ? path + step : `${path}.${step}`, step, child, file);
  const { properties = {}, additionalProperties: entries, items } = node;
  return {
    path,
    name,
    node,
    ...(shape ? { shape } : {}),
    keys: Object.entries(properties).map(([key, child]) => into(key, child)),
    ...(typeof entries === 'object' ? { named: into('<name>', entries) } : {}),
    ...(items ? { item: into('[n]', items) } : {}),
  };
}

function resolved(node: SchemaNode, home: string): { node: SchemaNode; file: string; shape?: string } {
  if (node.$ref === undefined) return { node, file: home };
  const [path = '', pointer = ''] = node.$ref.split('#');
  const file = path === '' ? home : `sections/${path.replace(/^sections\//, '')}`;
  let target: unknown = schemaFiles()[file];
  for (const step of pointer.split('/').filter(Boolean)) target = (target as Record<string, unknown>)[step];
  const { $ref: _ref, ...own } = node;
  const inner = resolved(target as SchemaNode, file);
  const shape = shapeName(file, pointer.replace(/^\/\$defs\//, ''));
  const shared = pointer !== '' && own.properties === undefined && isShape(shape, target as SchemaNode);
  return { node: { ...inner.node, ...own }, file: inner.file, ...(shared ? { shape } : {}) };
}

const shapeName = (file: string, name: string): string =>
  file === 'sections/common.schema.json' ? name : `${file.replace(/^sections\/|\.schema\.json$/g, '')}.${name}`;

const isShape = (shape: string, { properties = {} }: SchemaNode): boolean =>
  Object.keys(properties).length >= SHOWN_ONCE && (uses().get(shape) ?? 0) > 1;

/** How often each shared description is referred to. */
function uses(): Map<string, number> {
  if (counts) return counts;
  counts = new Map();
  for (const [file, schema] of Object.entries(schemaFiles())) {
    for (const [, ref = ''] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)) {
      const [path = '', pointer = ''] = ref.split('#');
      const shape = shapeName(path === '' ? file : `sections/${path}`, pointer.replace(/^\/\$defs\//, ''));
      counts.set(shape, (counts.get(shape) ?? 0) + 1);
    }
  }
  return counts;
}

let counts: Map<string, number> | undefined;

const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  array: 'list',
  object: 'map',
};

/** The type in words, with bounds and unit: `whole number, at least 0, s`. */
export function typeWords(key: Key): string {
  const { node, item } = key;
  const { minimum, maximum } = node;
  const types = typesOf({ ...node, ...(node.enum ? { enum: [] } : {}) }).map((type) =>
    type === 'array' && item ? `list of ${plural(item)}` : (TYPES[type] ?? type),
  );
  const words = node.enum ? [`one of ${node.enum.map((word) => `\`${String(word)}\``).join(', ')}`] : [];
  const kinds = [...words, ...types.filter((type) => type !== 'text' || !node.enum)].join(', or ') || 'anything';
  const range =
    minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}`
      : minimum !== undefined
        ? `at least ${minimum}`
        : maximum !== undefined
          ? `at most ${maximum}`
          : undefined;
  const unit = node['x-unit'] === 'share' ? 'share (1 is all)' : node['x-unit'] && `in ${node['x-unit']}`;
  return [kinds, range, unit].filter(Boolean).join(', ');
}

function plural(item: Key): string {
  const types = typesOf(item.node);
  if (item.node.enum) return `${item.node.enum.map((word) => `\`${String(word)}\``).join(', ')}`;
  return types
    .map((type) => ({ string: 'texts', object: 'maps', integer: 'whole numbers', number: 'numbers' })[type] ?? type)
    .join(' or ');
}
