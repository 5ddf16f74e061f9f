import { isPair, isScalar, type Node, type Pair, Scalar, visit } from 'yaml';
import type { Finding } from './finding.ts';
import type { KeyPath } from './key-path.ts';
import { formatKeyPath } from './key-path.ts';
import { schemaAt } from './schema.ts';
import { typesOf } from './schema-node.ts';
import type { YamlSource } from './yaml-source.ts';
import { type Other, readBy11 } from './yaml11-words.ts';

/**
 * Plain words and numbers that Hermes Agent reads differently: it uses PyYAML, which follows YAML 1.1
 * (https://yaml.org/type/ for its implicit types), this program follows 1.2. Words for a switch are left alone where a
 * switch or an `off` is wanted, because both then mean the same.
 */
export function yaml11Findings(source: YamlSource): Finding[] {
  const found: Finding[] = [];
  visit(source.document, {
    Scalar(key, node, ancestors) {
      if (node.type !== Scalar.PLAIN || typeof node.source !== 'string' || node.tag) return;
      const other = readBy11(node.source);
      if (!other || other.same?.(node.value)) return;
      const path = pathOf(ancestors, key);
      if (path === undefined) return;
      if (key === 'key') {
        // Numbers as names (chat ids) come out the same wherever they are looked up as text.
        if (typeof other.value === 'boolean') found.push(keyFinding(path, node.source, other));
        return;
      }
      if (typeof other.value === 'boolean' && isSwitch(path, node.source)) return;
      found.push(valueFinding(path, node.source, node.value, other));
    },
  });
  return found;
}

function isSwitch(path: KeyPath, text: string): boolean {
  const node = schemaAt(path);
  if (typeof node === 'string') return false;
  const words = [...(node.enum ?? []), ...Object.keys(node['x-spellings'] ?? {})];
  const word = text.toLowerCase();
  // A section has no use for a word; the schema says so.
  if (typesOf(node).join() === 'object') return true;
  // The items of a list, such as arguments of a command, are texts even where switches are put up with.
  if (typeof path.at(-1) === 'number') return false;
  return typesOf(node).includes('boolean') || (['off', 'on'].includes(word) && words.includes(word));
}

const valueFinding = (path: KeyPath, text: string, ours: unknown, other: Other): Finding => ({
  code: 'config.yaml11',
  severity: 'warning',
  path,
  message: `\`${formatKeyPath(path)}\`: Hermes Agent (YAML 1.1) reads \`${text}\` as ${other.say}, this program as ${
    typeof ours === 'number' ? `the number ${ours}` : 'text'
  }`,
  suggestion:
    typeof other.value === 'number' && typeof ours !== 'number' && wantsNumber(path)
      ? `write ${other.value}, or the number that is meant`
      : typeof ours === 'number'
        ? `write ${ours} without the extra characters, or put it in quotes`
        : `put it in quotes: "${text}"`,
  ...(typeof ours === 'string' && !wantsNumber(path)
    ? { fix: { title: `put it in quotes: "${text}"`, edits: [{ path, value: text }] } }
    : {}),
});

function wantsNumber(path: KeyPath): boolean {
  const node = schemaAt(path);
  return typeof node !== 'string' && typesOf(node).some((type) => type === 'number' || type === 'integer');
}

const keyFinding = (path: KeyPath, text: string, other: Other): Finding => ({
  code: 'config.yaml11',
  severity: 'warning',
  path,
  part: 'key',
  message: `Hermes Agent (YAML 1.1) reads the key \`${text}\` as ${other.say}, not as text`,
  suggestion: `put it in quotes: "${text}"`,
});

/** The path of a node from what `visit` says stands above it; undefined inside a key that is no text. */
function pathOf(ancestors: readonly unknown[], last: unknown): KeyPath | undefined {
  const path: KeyPath = [];
  for (const [i, node] of ancestors.entries()) {
    const below = ancestors[i + 1];
    if (isPair(node)) {
      if (!isScalar(node.key)) return undefined;
      path.push(String(node.key.value));
    } else if ((node as { items?: unknown[] }).items && !isPair(below)) {
      const items = (node as { items: unknown[] }).items;
      const index = below === undefined ? Number(last) : items.indexOf(below as Node | Pair);
      if (Number.isInteger(index) && index >= 0) path.push(index);
    }
  }
  return path;
}
