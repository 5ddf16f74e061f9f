import { isAgentProvider } from '../catalog/agent-providers.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { maskWords } from './mask.ts';
import type { SchemaNode } from './schema-node.ts';
import { booleanWord } from './words.ts';

type Remedy = Pick<Finding, 'suggestion' | 'fix'>;

/** What to write where a list, a section or a text stands in the place of another of the three. */
export function shapeRemedy(
  path: KeyPath,
  types: string[],
  node: SchemaNode,
  value: unknown,
  data: unknown,
): Remedy | undefined {
  const section = types.includes('object');
  if (Array.isArray(value)) {
    return (section ? listForSection(path, value, data) : undefined) ?? listForText(path, types, value);
  }
  if (isMapping(value)) return types.includes('array') ? sectionForList(path, node, value, data) : undefined;
  if (section && booleanWord(value) !== undefined && node.properties?.['enabled']) {
    return say(`write \`enabled: ${String(booleanWord(value))}\` below it, two spaces in`);
  }
  if (typeof value !== 'string') return undefined;
  if (section && !types.includes('string')) return textForEntry(path, node, value);
  if (types.includes('array')) return textForList(node, value);
  return undefined;
}

const say = (suggestion: string): Remedy => ({ suggestion });

/** The two stores of endpoints differ only in their shape. */
const TWIN: Readonly<Record<string, string>> = { custom_providers: 'providers', providers: 'custom_providers' };

function renamed(path: KeyPath, data: unknown): Remedy | undefined {
  const key = path.length === 1 ? String(path[0]) : '';
  const twin = Object.hasOwn(TWIN, key) ? TWIN[key] : undefined;
  if (!twin) return undefined;
  if (!isUnset(valueAt(data, [twin]))) return say(`move its entries below \`${twin}:\`, which has this shape`);
  const suggestion = `rename the key to \`${twin}\`, which has this shape`;
  return { suggestion, fix: { title: `rename it to \`${twin}\``, edits: [{ path, rename: twin }] } };
}

function listForSection(path: KeyPath, list: readonly unknown[], data: unknown): Remedy | undefined {
  const all = (test: (item: unknown) => boolean): boolean => list.length > 0 && list.every(test);
  const [first] = list;
  if (all(isMapping)) {
    const twin = renamed(path, data);
    if (twin) return twin;
    const key = ['name', 'id', 'key'].find((it) => typeof valueAt(first, [it]) === 'string');
    const name = key ? String(valueAt(first, [key])) : '';
    if (key && /^[\w.@/-]{1,40}$/.test(name)) {
      return say(
        `the name becomes the key: write \`${name}:\` for \`- ${key}: ${name}\`, with its other keys below it`,
      );
    }
    return say('delete the `- ` in front of its keys');
  }
  if (all((item) => typeof item === 'string' && /^\s*[\w.-]+\s*[=:]/.test(item))) {
    const [, name = '', sign] = /^\s*([\w.-]+)\s*([=:])/.exec(String(first)) ?? [];
    return say(`write \`${name}: VALUE\` for \`- ${name}${sign}VALUE\`, two spaces in`);
  }
  return formatKeyPath(path) === 'tools' ? say('names of toolsets belong under `platform_toolsets.cli`') : undefined;
}

function listForText(path: KeyPath, types: string[], list: readonly unknown[]): Remedy | undefined {
  if (!types.includes('string') || !list.every((item) => typeof item === 'string') || list.length === 0) {
    return undefined;
  }
  return path.at(-1) === 'model' || path.at(-1) === 'default'
    ? say('write one model here; others to fall back to go under `fallback_providers`')
    : undefined;
}

function sectionForList(
  path: KeyPath,
  node: SchemaNode,
  map: Readonly<Record<string, unknown>>,
  data: unknown,
): Remedy | undefined {
  const values = Object.values(map);
  const [first = ''] = Object.keys(map);
  if (values.length > 0 && values.every(isMapping)) {
    return (
      renamed(path, data) ?? say(`write each entry as an item: \`- \` in front of its first key, for \`${first}:\``)
    );
  }
  if (isSection(node.items)) {
    return say(`write a list: put \`- \` in front of \`${first}:\`, and two more spaces in front of its other keys`);
  }
  return values.every((item) => item === null) && first !== '' ? say(`write a list: \`- ${first}\``) : undefined;
}

const isSection = (node: SchemaNode | undefined): boolean =>
  node !== undefined && (node.properties !== undefined || node.$ref !== undefined || node.type === 'object');

/** `- openrouter/some/model` where `- provider: openrouter` with its model is meant. */
function textForEntry(path: KeyPath, node: SchemaNode, text: string): Remedy | undefined {
  const keys = node.properties ?? {};
  if (keys['base_url'] && /^https?:\/\//.test(text))
    return say('write it as `base_url:` below the name, two spaces in');
  if (typeof path.at(-1) !== 'number' || !keys['provider'] || !keys['model']) return undefined;
  const [, name, model] = /^([\w.-]+)[/:](\S+)$/.exec(text) ?? [];
  if (name && model && isAgentProvider(name)) {
    return say(`write \`- provider: ${name}\`, and \`model: ${model}\` below \`provider\``);
  }
  return isAgentProvider(text)
    ? say(`write \`- provider: ${text}\`, and \`model: MODEL\` below \`provider\``)
    : say('write `- provider: NAME`, and `model: MODEL` below `provider`');
}

function textForList(node: SchemaNode, text: string): Remedy {
  const items = node.items;
  if (isSection(items) && typeof items?.type !== 'string') {
    return say('write a list: `- `, then the keys of its first entry below each other');
  }
  const dashed = dashedWords(text);
  const words = dashed ?? text.split(/\s*,\s*/).filter((word) => word !== '');
  return say(`write a list: [${maskWords(words.join(', '))}]`);
}

/** The words of `-web -tts`: a list whose dashes have no space behind them is one text. */
export function dashedWords(text: string): string[] | undefined {
  const words = text.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => /^-[A-Za-z]\w*(?:-\w+)*$/.test(word))
    ? words.map((word) => word.slice(1))
    : undefined;
}
