import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Part } from '../errors/secret-tokens.ts';
import { maskText, overwrite } from './mask.ts';
import { coverOf, levelBelow, type MaskLevel, SECRET_FLAG } from './mask-levels.ts';
import { lineParts } from './mask-lines.ts';
import { commentParts, endOfLine, secretParts, textParts } from './mask-parts.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/**
 * The text of a parsed file with every secret overwritten, character by character; line breaks stay, so that offsets and
 * lines still fit. `found`: offsets of values that a rule calls a secret.
 */
export function maskSource(source: YamlSource, found: readonly number[] = []): string {
  const { text, document } = source;
  const { parts, scalars } = nodeParts(source);
  const all = [...textParts(text), ...lineParts(text, document.errors.length === 0), ...parts];
  for (const offset of found) {
    const range = rangeOf(text, scalars.get(offset));
    if (range && !all.some(({ start, end }) => start < range[1] && end > range[0])) {
      all.push({ start: range[0], end: range[1] });
    }
  }
  return overwrite(text, all);
}

/** The same for a text that may be no YAML. */
export function maskFile(text: string): string {
  let source: YamlSource;
  try {
    source = parseYaml(text);
  } catch {
    return maskText(text);
  }
  return maskSource(source);
}

/** Values of the file that are secrets. */
export const secretsOf = (source: YamlSource): string[] =>
  nodeParts(source).secrets.filter((secret) => /[^A-Za-z]/.test(secret) || secret.length >= 16);

interface Step {
  node: unknown;
  level: MaskLevel;
  name: string;
}

/** Walks without recursion, because a file may be nested as deeply as the parser takes it. */
function nodeParts(source: YamlSource) {
  const { text, document } = source;
  const parts: Part[] = [];
  const secrets: string[] = [];
  const scalars = new Map<number, Scalar>();
  const anchors = new Map<string, Node[]>();
  const aliases = new Map<string, MaskLevel>();
  const walk = (first: Step): void => {
    const steps = [first];
    for (let step = steps.pop(); step; step = steps.pop()) {
      const { node, level, name } = step;
      const { anchor } = (node ?? {}) as { anchor?: string };
      if (anchor !== undefined) anchors.set(anchor, [...(anchors.get(anchor) ?? []), node as Node]);
      if (isMap(node)) {
        for (const { key, value } of node.items) {
          const own = isScalar(key) ? String(key.value) : '';
          steps.push({ node: value, level: levelBelow(level, name, own), name: own });
        }
      } else if (isSeq(node)) {
        for (const [i, item] of node.items.entries()) {
          const before = node.items[i - 1];
          const flagged = isScalar(before) && SECRET_FLAG.test(String(before.value));
          steps.push({ node: item, level: flagged ? 'all' : level, name });
        }
      } else if (isAlias(node)) {
        if (level !== 'none' && aliases.get(node.source) !== 'all') aliases.set(node.source, level);
      } else if (isScalar(node)) {
        if (node.range) scalars.set(node.range[0], node);
        const covered = scalarParts(source, node, level);
        parts.push(...covered);
        if (covered.length > 0) secrets.push(String(node.value), text.slice(...(rangeOf(text, node) ?? [0, 0])));
      }
    }
  };
  walk({ node: document.contents, level: 'none', name: '' });
  const known = [...anchors];
  for (const [name, level] of aliases) {
    for (const node of known.find(([anchor]) => anchor === name)?.[1] ?? []) walk({ node, level, name });
  }
  return { parts, secrets, scalars };
}

function scalarParts({ text, document }: YamlSource, node: Scalar, level: MaskLevel): Part[] {
  const range = rangeOf(text, node);
  const { value } = node;
  if (level === 'none' || !range || value === null || typeof value === 'boolean') return [];
  const [start, end] = range;
  if (typeof value === 'string' ? !coverOf(level, value) : level !== 'all' || end - start < 4) return [];
  if (typeof value === 'string' && isShortcut(value)) return [];
  const stop = document.errors.length > 0 ? beforeNextKey(text, start, end) : end;
  const own = secretParts(text, start, stop);
  const comment = endOfLine(text, stop);
  const behind = /(?:^|\s)#/.exec(text.slice(stop, comment))?.index;
  const header = node.type?.startsWith('BLOCK') ? commentParts(text, node.range?.[0] ?? start, start, true) : [];
  return [
    ...own,
    ...header,
    ...(behind === undefined ? [] : commentParts(text, stop + behind, comment, own.length > 0)),
  ];
}

/** `key: enter` and the like. */
const isShortcut = (text: string): boolean => text.length < 8 && /^(?:[a-z]+\+)?[a-z]{1,6}$/.test(text);

/** Where the content of a scalar begins and ends: without quotes, and without the line with `|` or `>`. */
function rangeOf(text: string, node: Scalar | undefined): [number, number] | undefined {
  if (!node?.range) return undefined;
  const [start, end] = node.range;
  const { type } = node;
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return [start + 1, Math.max(start + 1, end - 1)];
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return [start, end];
  const content = Math.min(end, endOfLine(text, start));
  return [content, end];
}

/** In a file with faults a quote that is not closed swallows the lines below; they are keys and no secrets. */
function beforeNextKey(text: string, start: number, end: number): number {
  const next = /\n[ \t]*(?:- )?["']?[\w.-]{1,80}["']?[ \t]{0,9}:(?=\s|$)/.exec(text.slice(start, end));
  return next ? start + next.index : end;
}
