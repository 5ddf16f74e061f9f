import { isAlias, isCollection, isMap, isScalar, type Node, Scalar } from 'yaml';
import type { Finding } from './finding.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import { lookalikeIn, lookalikeInKey } from './lookalikes.ts';
import { schemaAt } from './schema.ts';
import { EQUALS } from './syntax-hints.ts';
import type { YamlSource } from './yaml-source.ts';

/** Deeper than any config; what lies below is not looked at. */
const DEPTH = 64;

/**
 * Slips that are valid YAML and mean something else than what was to be written. `keys`: lists and sections that stand
 * as keys; with one of them there is no data to look at, because readers would have to write it out as text.
 */
export function nodeFindings(source: YamlSource): { slips: Finding[]; keys: Finding[] } {
  const found: Finding[] = [];
  const keys: Finding[] = [];
  const walk = (node: unknown, path: KeyPath): void => {
    if (isScalar(node) && node.type === Scalar.PLAIN) {
      const finding = plainText(source.text.slice(...spanOf(node)), path);
      if (finding) found.push(finding);
    }
    if (!isCollection(node) || path.length >= DEPTH) return;
    if (!isMap(node)) {
      for (const [i, item] of node.items.entries()) walk(item, [...path, i]);
      return;
    }
    for (const { key, value } of node.items) {
      const meant = isAlias(key) ? key.resolve(source.document) : key;
      if (isCollection(meant)) {
        keys.push(collectionKey(meant, path, isMap(key) && node.flow === true && value === null));
        continue;
      }
      const name = isScalar(key) ? String(key.value ?? '') : undefined;
      if (name === undefined) continue;
      const below = [...path, name];
      const finding = isScalar(key) && key.type === Scalar.PLAIN ? plainKey(name, below) : undefined;
      if (finding) found.push(finding);
      walk(value, below);
    }
  };
  walk(source.document.contents, []);
  return { slips: found, keys };
}

const spanOf = (node: Node): [number, number] => [node.range?.[0] ?? 0, node.range?.[1] ?? 0];

const slip = (path: KeyPath, part: 'key' | 'value', message: string, suggestion: string): Finding => ({
  // A file without any section has no sections to read; that is what is wrong with it.
  code: path.length === 0 ? 'config.type' : 'config.syntax',
  severity: 'error',
  path,
  part,
  message,
  suggestion,
});

/** Hermes Agent's loader has no keys but single values. `{{ x }}` is a map as the key of another one. */
function collectionKey(key: Node, path: KeyPath, template: boolean): Finding {
  const at = path.length > 0 ? `\`${formatKeyPath(path)}\`` : 'this';
  if (template) {
    return {
      code: 'config.placeholder',
      severity: 'error',
      path,
      message: `${at} holds \`{{ … }}\`, which a template engine was to fill in; Hermes Agent refuses the whole file because of it`,
      suggestion: 'write the value itself, or put it in quotes if the braces belong to it',
    };
  }
  const kind = isMap(key) ? 'section' : 'list';
  return slip(
    path,
    'value',
    `${at} has a ${kind} as a key; Hermes Agent refuses the whole file`,
    'write the key as text',
  );
}

function plainKey(name: string, path: KeyPath): Finding | undefined {
  const strange = lookalikeInKey(name);
  if (strange) return slip(path, 'key', `in this key, ${strange.message}, so nothing reads it`, strange.suggestion);
  if (/^\/[/*]/.test(name))
    return slip(path, 'key', 'comments begin with `#`; this is read as a key', 'write `#` instead of `//`');
  const equals = /^[\w.-]{1,60}(?= = )/.exec(name)?.[0];
  return equals ? slip(path, 'key', EQUALS, `write \`${equals}: \` and the value`) : undefined;
}

/** `text` as it stands in the file. */
function plainText(text: string, path: KeyPath): Finding | undefined {
  if (/\n[ \t]*- /.test(text)) return swallowed(text, path);
  if (!/[:：=]/.test(text)) return undefined;
  const [line = ''] = text.split('\n', 1);
  const name = /^[\w.-]{1,60}/.exec(line)?.[0];
  if (path.length > 0 && (!name || typeof schemaAt([...path, name]) === 'string')) return undefined;
  const strange = lookalikeIn(line);
  if (strange) return slip(path, 'value', strange.message, strange.suggestion);
  const [, key, sign] = /^(["']?[\w.-]{1,60}["']?)[ \t]*(:(?=[^\s/\\:])|=)/.exec(line) ?? [];
  if (!key) return undefined;
  return slip(
    path,
    'value',
    sign === '=' ? EQUALS : `a space is missing behind \`${key}:\``,
    `write \`${key}: \` and the value`,
  );
}

const swallowed = (text: string, path: KeyPath): Finding => ({
  code: 'config.format',
  severity: 'warning',
  path,
  message: `\`${formatKeyPath(path)}\` is one text of ${text.split('\n').length} lines, with the \`-\` of the lines below in it; that dash is indented too far`,
  suggestion: 'put every `-` of the list into the same column, or the text in quotes',
});
