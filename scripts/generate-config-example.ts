/**
 * docs/config.example.yaml: every section and key of config.yaml as a comment. A line that starts with `## ` is prose; one
 * that starts with `# ` is YAML, so that an editor's "uncomment" turns any part of the file into settings.
 */
import { blockLines, inlineText, isMapping } from '../src/config/emit.ts';
import { typesOf } from '../src/config/schema-node.ts';
import { type ConfigKeys, isCurrent, type Key } from './generate-config-keys.ts';

/** The section that is in force as the file stands: a file that sets nothing at all would be a finding. */
const IN_FORCE = 'compression';

export function configExample(config: ConfigKeys): string {
  const shown = new Set<string>();
  const sections = config.sections.filter(isCurrent).map((key) => {
    const { title, description = '' } = key.node;
    const lines = linesOf(key, '', config, shown);
    const commented = lines.map((line) => (line.startsWith('##') ? line : `# ${line}`));
    const head = title ? [`## ${'-'.repeat(3)} ${title} ${'-'.repeat(3)}`, ...wrapped(description, '')] : [];
    const body = title ? commented.slice(commented.findIndex((line) => !line.startsWith('##'))) : commented;
    return [...head, ...(key.name === IN_FORCE ? body.map(inForce) : body)].join('\n');
  });
  return `${HEAD}\n${sections.join('\n\n')}\n`;
}

const HEAD = `## All settings of config.yaml, each with its default or, where there is none, an example.
## Made by \`npm run generate\`; what each key means in full: config.md, or \`hermes config explain KEY\`.
##
## Lines that start with "## " are prose. Remove "# " from those that you want to set, and from the names of the sections
## above them. Of the compression, the settings of the walkthrough are in force as the file stands.
`;

/** Uncomments the name of the section and its first level of plain settings. */
const inForce = (line: string): string =>
  line.replace(/^# (?=\w| {2}(?:enabled|threshold|target_ratio|protect_last_n|hygiene_hard_message_limit):)/, '');

/** A key as YAML, with prose lines between. */
function linesOf(key: Key, pad: string, config: ConfigKeys, shown: Set<string>): string[] {
  return [...noteOf(key, pad), ...valueLines(key, pad, config, shown)];
}

function valueLines(key: Key, pad: string, config: ConfigKeys, shown: Set<string>): string[] {
  const name = inlineText(key.name, false);
  const deep = `${pad}  `;
  if (key.shape && shown.has(key.shape))
    return [`${pad}${name}: ${inlineText(isMapping(key.node.default) ? key.node.default : {}, false)}`];
  if (key.shape) shown.add(key.shape);
  const keys = key.keys.filter(isCurrent);
  if (keys.length > 0 && (typesOf(key.node)[0] === 'object' || key.node.type === undefined)) {
    const own = isMapping(key.node.default) ? key.node.default : {};
    const below = keys.flatMap((child) => linesOf(withDefault(child, own[child.name]), deep, config, shown));
    return [`${pad}${name}:`, ...below, ...entryLines(key, deep, config, shown)];
  }
  const entry = entryLines(key, deep, config, shown);
  if (entry.length > 0) return [`${pad}${name}:`, ...entry];
  if (key.item && key.item.keys.length > 0) return [`${pad}${name}:`, ...itemLines(key.item, deep, config, shown)];
  const value = shownValue(key);
  if (value === undefined) return [`${pad}${name}:`];
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [`${pad}${name}: ${inlineText(value, false)}`];
  const style = { eol: '\n', step: 2, indentedLists: true };
  return blockLines({ [key.name]: value }, style).map((line) => pad + line);
}

/** An entry with a name of the user's choice, where entries have keys of their own. */
function entryLines(key: Key, pad: string, config: ConfigKeys, shown: Set<string>): string[] {
  const { named } = key;
  if (!named || named.keys.length === 0 || (named.shape && shown.has(named.shape))) return [];
  const example = [key.node.examples?.[0], key.node.default].find(
    (one) => isMapping(one) && Object.keys(one).length > 0,
  );
  const [name, content] = Object.entries((example as Record<string, unknown> | undefined) ?? {})[0] ?? [];
  const free = name !== undefined && !key.keys.some((own) => own.name === name);
  const entry = {
    ...named,
    name: free ? name : 'my-name',
    node: isMapping(content) ? { ...named.node, default: content } : named.node,
  };
  return linesOf(entry, pad, config, shown);
}

/** One item of a list of maps. */
function itemLines(item: Key, pad: string, config: ConfigKeys, shown: Set<string>): string[] {
  const [, ...lines] = valueLines({ ...item, name: 'x' }, pad, config, shown);
  const first = lines.findIndex((line) => !line.startsWith('##'));
  return lines.map((line, at) => (at === first ? `${pad}- ${line.slice(pad.length + 2)}` : line));
}

const withDefault = (key: Key, value: unknown): Key =>
  value === undefined ? key : { ...key, node: { ...key.node, default: value } };

/** The default; where that is empty an example. Where there is neither, the key stands without a value: not set. */
function shownValue({ node }: Key): unknown {
  const empty = node.default === undefined || node.default === '' || node.default === null;
  if (!empty) return node.default;
  const example = node.examples?.[0];
  if (example !== undefined) return example;
  return node.default;
}

/** The first sentence of the description with unit and words. */
function noteOf({ node, shape, name }: Key, pad: string): string[] {
  const sentence = /^.*?\.(?= [A-Z`]|$)/.exec(node.description ?? '')?.[0] ?? node.description ?? name;
  const words = node.enum ? `One of: ${node.enum.map(String).join(', ')}.` : '';
  const unit = node['x-unit'] ? `Unit: ${node['x-unit']}.` : '';
  const keys = shape ? `Keys: see "Shape: ${shape}" in config.md.` : '';
  return wrapped([sentence, words, unit, keys].filter(Boolean).join(' '), pad);
}

function wrapped(text: string, pad: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 118) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`## ${pad}${word}`);
  }
  return lines;
}
