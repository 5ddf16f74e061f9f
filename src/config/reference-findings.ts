import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml';
import type { Diagnostic } from '../contract/index.ts';
import { clip } from './clip.ts';
import { diagnosticAt } from './yaml-findings.ts';
import type { YamlSource } from './yaml-source.ts';

/** References reported each; a file with more has one cause. */
const MOST = 20;

/** Aliases without an anchor above them, and merge keys that take in no map. Both loaders refuse the file over either. */
export function badReferences(source: YamlSource): Diagnostic[] {
  if (!/[*]|<</.test(source.text)) return [];
  const anchors = new Map<string, Node>();
  const found: Diagnostic[] = [];
  visit(source.document, {
    Node(_key, node) {
      if (found.length >= MOST) return visit.BREAK;
      if (isAlias(node)) {
        if (!anchors.has(node.source)) found.push(noAnchor(source, node));
      } else if (node.anchor) anchors.set(node.anchor, node);
      return undefined;
    },
    Pair(_key, { key, value }) {
      if (!isScalar(key) || key.value !== '<<' || key.type !== 'PLAIN') return;
      const resolved = (node: unknown): unknown => (isAlias(node) ? anchors.get(node.source) : node);
      const target = resolved(value);
      const all = isSeq(target) ? target.items.map(resolved) : [target];
      if (all.length > 0 && all.every((it) => it === undefined || isMap(it))) return;
      const message = 'a merge key (`<<:`) must name a section (`*name`); Hermes Agent refuses the whole file';
      found.push(diagnosticAt(source, 'config.syntax', key.range?.[0] ?? 0, 2, message));
    },
  });
  return found;
}

function noAnchor(source: YamlSource, alias: Alias): Diagnostic {
  const [start = 0, end = 0] = isNode(alias) ? (alias.range ?? []) : [];
  const name = alias.source;
  const meant = /^[A-Za-z_][\w-]*$/.test(name);
  const message = meant
    ? `there is no anchor \`${clip(name)}\` (\`&${clip(name)}\`) above this alias`
    : 'a value cannot begin with `*`, which refers to an anchor';
  return {
    ...diagnosticAt(source, 'config.syntax', start, end - start, `${message}; nothing in the file is read`),
    suggestion: meant ? 'write the value itself, or put it in quotes if the `*` belongs to it' : 'put it in quotes',
  };
}
