import type { ExplainedKey, Explanation } from '../contract/index.ts';
import { describeTrigger } from './compression-trigger.ts';
import { nodeAt, olderSpellings, patternOf, relatedKey, schemaPath } from './described.ts';
import { isUnset } from './edit-value.ts';
import { noSuchKey } from './get.ts';
import { interpolate } from './interpolate.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { locate } from './locate.ts';
import { isSecretKey, maskData, maskKeys } from './mask.ts';
import { presentPath } from './old-keys.ts';
import { originFinder } from './origin.ts';
import { plan } from './rules/compression.ts';
import { childrenAt, isOld, type PluginSections, schemaAt } from './schema.ts';
import { type SchemaNode, typesOf } from './schema-node.ts';
import { firstSentence, typeInWords } from './schema-words.ts';
import { shownValue } from './shown-value.ts';
import { suggestPath } from './suggest.ts';

export interface ExplainOptions {
  /** Left out where config.yaml cannot be read. */
  config?: LoadedFile | undefined;
  plugins?: PluginSections;
}

/**
 * Everything that is known about a key: what the schema says of it, and what is in force. Doctor checks are given by id
 * alone. The empty key is the whole file. Throws `config.no-such-key` for a key that nothing reads, `usage.invalid` for what is no key.
 */
export function explainKey(key: string, { config, plugins = {} }: ExplainOptions): Explanation {
  const path = key === '' ? [] : schemaPath(key, plugins);
  const node = nodeAt(path, plugins);
  const name = formatKeyPath(path);
  if (node === 'unknown') {
    const suggestion = suggestPath(path, plugins);
    const asked = { found: false, key: name, known: false, ...(suggestion ? { suggestion } : {}) } as const;
    throw noSuchKey(asked, 'value', 'hermes config explain');
  }
  const said: SchemaNode = node === 'open' ? { description: openMeaning(path, plugins) } : node;
  const keys = keyRows(path, config, plugins);
  const kind = keys.length > 0 && isSection(path, said) ? 'section' : 'key';
  const present = config && kind === 'key' ? valueInForce(path, said, config) : {};
  const effect = config && effectOf(path, config);
  return {
    key: name,
    pattern: patternOf(path, plugins),
    kind,
    meaning: said.description ?? said.title ?? '',
    reader: readerOf(path, plugins),
    type: kind === 'section' && !said.type ? 'section' : typeInWords(said),
    ...(said.enum ? { words: said.enum } : {}),
    ...(said['x-spellings'] ? { spellings: said['x-spellings'] } : {}),
    ...(said.minimum === undefined ? {} : { minimum: said.minimum }),
    ...(said.maximum === undefined ? {} : { maximum: said.maximum }),
    ...(said['x-unit'] ? { unit: said['x-unit'] } : {}),
    ...(said['x-hint'] ? { form: said['x-hint'] } : {}),
    secret: said.writeOnly === true || isSecretKey(String(path.at(-1))),
    ...(kind === 'key' && said.default !== undefined ? { default: said.default } : {}),
    examples: said.examples ?? [],
    ...oldOf(path, said),
    formerly: olderSpellings(path, plugins),
    ...present,
    ...(effect ? { effect } : {}),
    related: relatedOf(path, said, plugins),
    checks: (said['x-checks'] ?? []).map((id) => ({ id, title: '' })),
    keys,
  };
}

/** Whether a map or list stands there. Below the top level some keys with parts may be a single value as well. */
const isSection = (path: KeyPath, node: SchemaNode): boolean =>
  path.length < 2 || typesOf(node).every((type) => type === 'object' || type === 'array');

function oldOf(path: KeyPath, node: SchemaNode): Pick<Explanation, 'old'> {
  if (node['x-removed']) return { old: { removed: true } };
  if (node['x-moved']) return { old: { now: formatKeyPath(presentPath(path, node['x-moved'])) } };
  return node.deprecated ? { old: {} } : {};
}

/** Below a map that takes any key the nearest description above says what it is for. */
function openMeaning(path: KeyPath, plugins: PluginSections): string {
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const node = nodeAt(path.slice(0, depth), plugins);
    if (typeof node === 'string' || !node.description) continue;
    return `Any key may stand here. \`${formatKeyPath(path.slice(0, depth))}\`: ${node.description}`;
  }
  return 'Any value may stand here.';
}

function readerOf(path: KeyPath, plugins: PluginSections): Explanation['reader'] {
  if (Object.hasOwn(plugins, String(path[0]))) return 'plugin';
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = nodeAt(path.slice(0, depth), plugins);
    if (typeof node !== 'string' && node['x-reader']) return node['x-reader'];
  }
  return 'Hermes Agent';
}

/** The effective value, the default of an entry that is there included. Nothing for a pattern such as `servers.*.port`. */
function valueInForce(path: KeyPath, node: SchemaNode, config: LoadedFile): Pick<Explanation, 'value' | 'origin'> {
  const written = valueAt(config.raw, path);
  if (isOld(node) && !isUnset(written)) {
    const { line } = config.source.placeOf(locate(config.source, path, 'key').start);
    return {
      value: maskKeys(valueAt(maskData(config.raw), path)),
      origin: { origin: 'file', file: config.file, line },
    };
  }
  const value = valueAt(shownValue(config), path);
  if (value !== undefined) return { value: maskKeys(value), origin: originFinder(config)(path) };
  const entry = path.length > 1 ? valueAt(config.value, path.slice(0, -1)) : undefined;
  return entry === undefined || node.default === undefined
    ? {}
    : { value: node.default, origin: { origin: 'default' } };
}

/** The keys of a section, an entry of a map of names or an item of a list; of the whole file its sections. */
function keyRows(path: KeyPath, config: LoadedFile | undefined, plugins: PluginSections): ExplainedKey[] {
  const own = childrenAt(path, plugins);
  const inner = own.length > 0 ? undefined : innerOf(path, plugins);
  const rows = inner ? childrenAt(inner, plugins) : own;
  const shown = config && !inner ? shownValue(config) : undefined;
  const originOf = config && !inner ? originFinder(config) : undefined;
  return rows.flatMap(({ key, node }): ExplainedKey[] => {
    if (isOld(node)) return [];
    const at = [...(inner ?? path), key];
    const single = node.properties === undefined || !isSection(at, node);
    const set = single && originOf && originOf(at).origin !== 'default' ? valueAt(shown, at) : undefined;
    return [
      {
        key: inner ? patternOf(at, plugins).slice(patternOf(path, plugins).length).replace(/^\./, '') : key,
        type: typeInWords(node),
        ...(single && node.default !== undefined ? { default: node.default } : {}),
        meaning: firstSentence(node.description ?? node.title),
        ...(set === undefined ? {} : { value: set }),
      },
    ];
  });
}

function innerOf(path: KeyPath, plugins: PluginSections): KeyPath | undefined {
  const node = schemaAt(path, plugins);
  if (typeof node === 'string') return undefined;
  if (typeof node.additionalProperties === 'object') return [...path, '*'];
  return node.items ? [...path, 0] : undefined;
}

function relatedOf(path: KeyPath, node: SchemaNode, plugins: PluginSections): Explanation['related'] {
  return (node['x-related'] ?? []).map((related) => {
    const other = nodeAt(schemaPath(related, plugins), plugins);
    const meaning = typeof other === 'string' ? '' : firstSentence(other.description ?? other.title);
    return { key: relatedKey(related, path), meaning };
  });
}

const ABOUT_TRIGGER = new Set([
  'compression',
  'compression.enabled',
  'compression.threshold',
  'compression.threshold_tokens',
  'model.context_length',
]);

/** Where compression starts with the settings and the window at hand. */
function effectOf(path: KeyPath, config: LoadedFile): string | undefined {
  if (!ABOUT_TRIGGER.has(formatKeyPath(path))) return undefined;
  if (!config.value.compression.enabled) return 'compression is switched off (`compression.enabled`)';
  const planned = plan(interpolate(config.raw, config.env) as Record<string, unknown>);
  if (planned) return describeTrigger(planned.trigger);
  return isUnset(config.value.model.context_length)
    ? 'where compression starts is not known: the file does not say how large the context window is'
    : undefined;
}
