import { isMap, isSeq, type Node } from 'yaml';
import { isBlank } from './edit-nodes.ts';
import type { YamlSource } from './yaml-source.ts';

export interface Span {
  start: number;
  length: number;
}

/**
 * The token that a path points at: the key, or the value (its first line). Where the path leads through an alias or
 * past what is written, the nearest token above it.
 */
export function locate(source: YamlSource, path: readonly (string | number)[], part: 'key' | 'value'): Span {
  let node = source.document.contents as Node | null;
  let span: Span = node ? spanOf(node, source.text) : { start: 0, length: 0 };
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    let key: Node | null = null;
    if (isMap(node)) {
      const pair = node.items[source.indexIn(node, step)];
      if (!pair) return span;
      key = pair.key as Node;
      node = pair.value as Node | null;
    } else if (isSeq(node) && node.items[Number(step)]) node = node.items[Number(step)] as Node;
    else return span;
    const wanted = key && (isBlank(node) || (last && part === 'key')) ? key : node;
    if (wanted) span = spanOf(wanted, source.text);
  }
  return span;
}

function spanOf(node: Node, text: string): Span {
  const [start, end] = node.range ?? [0, 0];
  const firstLine = /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
  return { start, length: Math.max(1, firstLine.trimEnd().length) };
}
