import { formatKeyPath, type KeyPath, parseKeyPath } from './key-path.ts';
import { presentPath } from './old-keys.ts';
import { childrenAt, type PluginSections, type SchemaAt, schemaAt } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';

type Path = readonly (string | number)[];

/** A key as a path into the schema: numbers and `*` count as items where the schema has a list. */
export function schemaPath(key: string, plugins: PluginSections = {}): KeyPath {
  const path: KeyPath = [];
  for (const step of parseKeyPath(key)) {
    const owner = schemaAt(path, plugins);
    const own = typeof owner !== 'string' && Object.hasOwn(owner.properties ?? {}, step);
    const item = typeof owner !== 'string' && owner.items !== undefined && !own;
    path.push(item && /^(?:\d+|\*|n)$/.test(step) ? (/^\d+$/.test(step) ? Number(step) : 0) : step);
  }
  return path;
}

/** What the schema says about a path, also where it allows everything there but describes it. */
export function nodeAt(path: Path, plugins: PluginSections = {}): SchemaAt {
  const node = schemaAt(path, plugins);
  if (node !== 'open' || path.length === 0) return node;
  const owner = schemaAt(path.slice(0, -1), plugins);
  const own = typeof owner === 'string' ? undefined : owner.properties?.[String(path.at(-1))];
  return own && !own.$ref ? own : node;
}

/** `servers.<name>.ctx_size`, `custom_providers[n].base_url`: where the user chooses the name, and items of lists. */
export function patternOf(path: Path, plugins: PluginSections = {}): string {
  const steps = path.map((step, i) => {
    if (typeof step === 'number') return '[n]';
    const owner = schemaAt(path.slice(0, i), plugins);
    const named =
      i > 0 &&
      typeof owner !== 'string' &&
      !Object.hasOwn(owner.properties ?? {}, step) &&
      typeof owner.additionalProperties === 'object';
    return `.${named ? '<name>' : step.replaceAll('.', '\\.')}`;
  });
  return steps.join('').replace(/^\./, '');
}

/** Older spellings of a key, as patterns. */
export function olderSpellings(path: Path, plugins: PluginSections = {}): string[] {
  const wanted = patternOf(path, plugins);
  const found: string[] = [];
  eachNode([], plugins, (at, node) => {
    const moved = node['x-moved'];
    if (moved === undefined) return;
    const now = presentPath([...at], moved);
    if (patternOf(now, plugins) === wanted) found.push(patternOf(at, plugins));
  });
  return found;
}

/** Every described key; names of the user's choice as `*`, items of lists as 0. */
function eachNode(path: KeyPath, plugins: PluginSections, visit: (path: Path, node: SchemaNode) => void): void {
  for (const { key, node } of childrenAt(path, plugins)) {
    visit([...path, key], node);
    if (node.properties || node.items || node.additionalProperties) into([...path, key], node, plugins, visit);
  }
}

function into(path: KeyPath, node: SchemaNode, plugins: PluginSections, visit: Parameters<typeof eachNode>[2]): void {
  eachNode(path, plugins, visit);
  if (typeof node.additionalProperties === 'object') below([...path, '*'], plugins, visit);
  if (node.items) below([...path, 0], plugins, visit);
}

function below(path: KeyPath, plugins: PluginSections, visit: Parameters<typeof eachNode>[2]): void {
  const node = schemaAt(path, plugins);
  if (typeof node !== 'string') into(path, node, plugins, visit);
}

/** Related keys as they stand beside the one asked for: `servers.*.parallel` for `servers.qwen.ctx_size` is `servers.qwen.parallel`. */
export function relatedKey(related: string, path: Path): string {
  const steps = parseKeyPath(related).map((step, i, all) => {
    const same = all.slice(0, i).every((it, j) => it === '*' || it === path[j]);
    return step === '*' && same && path[i] !== undefined ? path[i] : step;
  });
  return formatKeyPath(steps).replaceAll('*', '<name>');
}
