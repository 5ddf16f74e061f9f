import type { Node } from 'yaml';
import { isAlias, isMap, isSeq } from 'yaml';
import { findPair, itemSlot, pairSlot, type Slot } from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Path } from './edit-value.ts';
import type { YamlSource } from './yaml-source.ts';

/** The place of an entry; undefined where none is written there. Throws where an alias stands on the way to it. */
export function slotAt(source: YamlSource, path: Path): Slot | undefined {
  let slot: Slot = { kind: 'root', value: source.document.contents as Node | null };
  for (const step of path) {
    const node: Node | null = slot.value;
    if (isAlias(node)) throw refused('an alias (`*name`) stands there', path);
    const index: number = isMap(node) ? findPair(node, step) : isSeq(node) ? Number(step) : -1;
    if (isMap(node) && index >= 0) slot = pairSlot(node, index);
    else if (isSeq(node) && index < node.items.length) slot = itemSlot(node, index);
    else return undefined;
  }
  return slot;
}
