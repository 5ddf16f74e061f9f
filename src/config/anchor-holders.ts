import { isMap, isScalar, type Node, visit } from 'yaml';
import type { YamlSource } from './yaml-source.ts';

/**
 * Keys of the top level that hold an anchor which an alias of the file refers to. Such a key need not be read by
 * anything: it is there for the others.
 */
export function anchorHolders({ document, text }: YamlSource): ReadonlySet<string> {
  const root = document.contents;
  if (!text.includes('*') || !text.includes('&') || !isMap(root)) return new Set();
  const used = new Set<string>();
  visit(document, { Alias: (_key, { source }) => void used.add(source) });
  const holds = (node: Node | null): boolean => {
    let found = false;
    const look = (_key: unknown, { anchor }: { anchor?: string }) => {
      if (anchor === undefined || !used.has(anchor)) return undefined;
      found = true;
      return visit.BREAK;
    };
    if (used.size > 0 && node) visit(node, { Value: look });
    return found;
  };
  return new Set(
    root.items.flatMap(({ key, value }) => (isScalar(key) && holds(value as Node | null) ? [String(key.value)] : [])),
  );
}
