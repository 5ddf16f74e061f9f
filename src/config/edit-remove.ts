import type { Node } from 'yaml';
import { visit } from 'yaml';
import {
  afterColon,
  contentEnd,
  dashOf,
  itemSlot,
  lineEnd,
  lineStart,
  nextLine,
  pairSlot,
  type Slot,
  startOf,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Path } from './edit-value.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

/** Takes an entry out with its line. The last entry of a section leaves `{}` or `[]` behind, so that the section stays. */
export function planRemove(text: string, slot: Slot, source: YamlSource, path: Path): Splice[] {
  if (slot.kind === 'root') throw refused('it is the whole file', path);
  if (slot.parent.flow) return [removeFromFlow(text, slot)];
  const start = slot.kind === 'pair' ? startOf(slot.pair.key) : dashOf(slot.parent, slot.index);
  const end = contentEnd(slot, text);
  const alone = slot.parent.items.length === 1;
  const owner = alone ? ownerOf(source, slot.parent) : undefined;
  const empty = slot.kind === 'pair' ? '{}' : '[]';
  if (/^\s*$/.test(text.slice(lineStart(text, start), start))) {
    const lines = { start: lineStart(text, start), end: nextLine(text, lineEnd(text, end)), text: '' };
    if (!owner) return [lines];
    if (owner.kind !== 'pair') throw refused('it is the only entry of its section', path);
    const at = afterColon(owner).offset;
    return [{ start: at, end: at, text: ` ${empty}` }, lines];
  }
  if (alone) return [{ start, end, text: empty }];
  // `- name: x`: the first key shares its line with the dash, so the next key moves up to it.
  const next = siblingStart(slot, 1);
  const between = next === undefined ? '#' : text.slice(lineEnd(text, end), next);
  if (next === undefined || !/^\s*$/.test(between)) throw refused('it shares its line with other things', path);
  return [{ start, end: next, text: '' }];
}

function removeFromFlow(text: string, slot: Slot & { kind: 'pair' | 'item' }): Splice {
  const next = siblingStart(slot, 1);
  const start = siblingStart(slot, 0) ?? 0;
  if (next !== undefined) return { start, end: next, text: '' };
  if (slot.index === 0) return { start, end: contentEnd(slot, text), text: '' };
  const before = slot.kind === 'pair' ? pairSlot(slot.parent, slot.index - 1) : itemSlot(slot.parent, slot.index - 1);
  return { start: contentEnd(before, text), end: contentEnd(slot, text), text: '' };
}

function siblingStart(slot: Slot & { kind: 'pair' | 'item' }, by: 0 | 1): number | undefined {
  const sibling = slot.parent.items[slot.index + by] as { key?: Node } | Node | undefined;
  if (!sibling) return undefined;
  return startOf(slot.kind === 'pair' ? (sibling as { key: Node }).key : sibling);
}

/** The slot that holds a collection; undefined for the document's own. */
function ownerOf(source: YamlSource, collection: Node): Slot | undefined {
  let owner: Slot | undefined;
  visit(source.document, {
    Map(_key, map) {
      const index = map.items.findIndex((pair) => pair.value === collection);
      if (index >= 0) owner = pairSlot(map, index);
    },
    Seq(_key, seq) {
      const index = seq.items.indexOf(collection);
      if (index >= 0) owner = itemSlot(seq, index);
    },
  });
  return owner;
}
