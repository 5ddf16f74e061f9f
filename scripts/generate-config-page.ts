/** docs/config.md: the reference page of config.yaml, made from the schema. */
import { inlineText } from '../src/config/emit.ts';
import { below, type ConfigKeys, isCurrent, type Key, typeWords } from './generate-config-keys.ts';

const READERS = { hermes: 'Read by hermes alone.', both: 'Read by hermes and by Hermes Agent.' };

export function configPage({ sections, shapes }: ConfigKeys): string {
  const current = sections.filter((key) => isCurrent(key) && isSection(key));
  const single = sections.filter((key) => isCurrent(key) && !isSection(key));
  const own = current.filter(({ node }) => node['x-reader']);
  const others = current.filter(({ node }) => !node['x-reader']);
  const users = usersOf(sections, shapes);
  const parts = [
    INTRODUCTION,
    '## Contents\n',
    `Sections that hermes acts on itself:\n\n${list(own.map(sectionLink))}\n`,
    `Sections that only Hermes Agent reads:\n\n${list(others.map(sectionLink))}\n`,
    `Descriptions that several keys share:\n\n${list([...shapes.keys()].map((name) => link(name, `shape ${name}`)))}\n`,
    `The rest:\n\n${list(['Single keys', 'What is no longer used'].map((name) => link(name, name)))}\n`,
    ...current.map(chapter),
    `## Single keys\n\nKeys at the top level of the file that belong to no section.\n\n${single.flatMap((key) => item(key, [])).join('\n')}\n`,
    ...[...shapes].map(([name, key]) => shapeChapter(name, key, users.get(name) ?? [])),
    oldSections(sections),
  ];
  return parts.join('\n');
}

const INTRODUCTION = `# config.yaml

Made by \`npm run generate\` from \`schemas/\`. What \`hermes config explain KEY\` says about one key this page says about all of them;
[config.example.yaml](config.example.yaml) shows them in one file.

- Not set: a key that is left out, \`null\` or \`""\` has its default. Every value may be \`\${NAME}\`, which takes it from \`.env\` or the
  environment; secrets belong there.
- \`yes\`, \`no\`, \`on\` and \`off\` do for \`true\` and \`false\`.
- \`<name>\` is a name of your choice, \`[n]\` an item of a list.
- Secret: the value is never shown, logged or sent to a host other than its own.
`;

const isSection = ({ node, keys, named, item }: Key): boolean =>
  node.title !== undefined || keys.length > 0 || named !== undefined || (item?.keys.length ?? 0) > 0;

const anchor = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
const link = (text: string, heading: string): string => `[${text}](#${anchor(heading)})`;
const sectionLink = ({ name }: Key): string => link(name, name);
const list = (links: readonly string[]): string => links.map((one) => `- ${one}`).join('\n');

function chapter(section: Key): string {
  const { name, node } = section;
  const reader = node['x-reader'] ? READERS[node['x-reader']] : 'Read by Hermes Agent.';
  const head = [
    `## ${name}\n`,
    `**${node.title ?? name}.** ${node.description ?? ''} ${reader}\n`,
    [...facts(section), ...related(section)].join(' '),
  ];
  return [...head, '', ...contentOf(section, []), ...oldKeys(section)].join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

function shapeChapter(name: string, key: Key, users: string[]): string {
  const used = `Used by ${users.map((path) => `\`${path}\``).join(', ')}.`;
  const content = contentOf(key, []).join('\n').replaceAll('<a id="', `<a id="${name}:`);
  return `## Shape: ${name}\n\n${key.node.description ?? ''} ${used}\n\n${content}${oldKeys(key).join('\n')}`;
}

/** The list of keys below one, each level indented. */
function contentOf(key: Key, indent: string[]): string[] {
  const entries = [
    ...key.keys,
    ...(key.named ? [key.named] : []),
    ...(key.item && hasContent(key.item) ? [key.item] : []),
  ];
  return entries.filter(isCurrent).flatMap((entry) => item(entry, indent));
}

const hasContent = ({ keys, named, shape }: Key): boolean =>
  keys.length > 0 || named !== undefined || shape !== undefined;

/** One key: name, type and default on the first line, what it means on the next ones. */
function item(key: Key, indent: string[]): string[] {
  const pad = indent.join('');
  const { node, shape, path } = key;
  const id = indent.length === 0 && !path.startsWith('<') ? `<a id="${path}"></a>` : '';
  const meaning = shape
    ? `${node.description ?? ''} ${link(`Keys of ${shape}`, `shape ${shape}`)}.`
    : (node.description ?? '');
  return [
    `${pad}- ${id}**\`${path}\`** (${typeWords(key)}${node.writeOnly ? '; secret' : ''})  `,
    `${pad}  ${[meaning, ...facts(key), ...related(key)].filter(Boolean).join(' ')}`,
    ...(shape ? [] : contentOf(key, [...indent, '  '])),
  ];
}

/** Default, example, other spellings, form: one sentence each. */
function facts({ node }: Key): string[] {
  const example = node.examples?.[0];
  const spellings = Object.entries(Object.groupBy(Object.entries(node['x-spellings'] ?? {}), ([, now]) => now));
  const others = spellings.map(([now, rows = []]) => `${rows.map(([old]) => `\`${old}\``).join(', ')} for \`${now}\``);
  return [
    ...(node['x-hint'] ? [`Must be ${node['x-hint']}.`] : []),
    ...(node.default === undefined
      ? []
      : [node.default === '' ? 'Default: empty.' : `Default: ${code(node.default)}.`]),
    ...(example === undefined ? [] : [`Example: ${code(example)}.`]),
    ...(others.length > 0 ? [`Also read: ${others.join('; ')}.`] : []),
  ];
}

const related = ({ node }: Key): string[] =>
  node['x-related']?.length ? [`See also ${node['x-related'].map((path) => `\`${path}\``).join(', ')}.`] : [];

const code = (value: unknown): string => `\`${inlineText(value, true).replaceAll('`', "'")}\``;

/** Older spellings below a section, and what nothing reads any more. */
function oldKeys(section: Key): string[] {
  const old = [...below(section)].filter((key) => !isCurrent(key));
  if (old.length === 0) return [];
  return ['', 'Older spellings, still read unless it says otherwise:', '', ...old.map(oldLine), ''];
}

function oldLine({ path, node }: Key): string {
  const now = node['x-moved'];
  const place = now?.startsWith('.') ? `${path.replace(/\.?[^.]*$/, '')}${now}`.replace(/^\./, '') : now;
  return `- \`${path}\`: ${place ? `write \`${place}\`` : node['x-removed'] ? 'nothing reads it any more' : (node.description ?? '')}`;
}

function oldSections(sections: readonly Key[]): string {
  const old = sections.filter((key) => !isCurrent(key)).map(oldLine);
  return `\n## What is no longer used\n\nSections and single keys that should not be written any more.\n\n${old.join('\n')}\n`;
}

/** Which keys take each shared description. */
function usersOf(sections: readonly Key[], shapes: ReadonlyMap<string, Key>): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const root of [...sections, ...shapes.values()]) {
    for (const key of [root, ...below(root)]) {
      if (key.shape) users.set(key.shape, [...(users.get(key.shape) ?? []), key.path || root.name]);
    }
  }
  return users;
}
