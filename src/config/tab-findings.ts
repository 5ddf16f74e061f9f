import { Scalar, visit } from 'yaml';
import type { Diagnostic } from '../contract/index.ts';
import { diagnosticAt } from './yaml-findings.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * A tab between the tokens of a file that is valid YAML 1.2. Hermes Agent's loader takes tabs only inside quotes, block
 * texts and comments, and refuses the whole file because of any other.
 */
export function strayTab(source: YamlSource): Diagnostic | undefined {
  if (!source.text.includes('\t')) return undefined;
  const allowed: [number, number][] = [...source.text.matchAll(/(?:^|[ \t])#.*/gm)].map(({ index, 0: comment }) => [
    index + comment.indexOf('#'),
    index + comment.length,
  ]);
  visit(source.document, {
    Scalar(_key, node) {
      if (node.type !== Scalar.PLAIN && node.range) allowed.push([node.range[0], node.range[1]]);
    },
  });
  const stray = firstOutside(source.text, allowed);
  if (stray === undefined) return undefined;
  const message =
    'a tab stands here; Hermes Agent takes tabs only inside quotes and comments, and refuses the whole file';
  return { ...diagnosticAt(source, 'config.tab', stray, 1, message), suggestion: 'replace it by spaces' };
}

/** The first tab in none of the ranges; one pass over both. */
function firstOutside(text: string, ranges: [number, number][]): number | undefined {
  ranges.sort(([a], [b]) => a - b);
  let next = 0;
  let covered = 0;
  for (let tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', tab + 1)) {
    for (; (ranges[next]?.[0] ?? Number.POSITIVE_INFINITY) <= tab; next += 1) {
      covered = Math.max(covered, ranges[next]?.[1] ?? 0);
    }
    if (tab >= covered) return tab;
  }
  return undefined;
}
