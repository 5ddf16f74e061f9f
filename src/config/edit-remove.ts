import type { Node } from 'yaml';
import { visit } from 'yaml';
import { removeFromFlow } from './edit-flow.ts';
import {
  afterProps,
  contentEnd,
  type EntrySlot,
  entryStart,
  itemSlot,
  lineEnd,
  lineStart,
  nextLine,
  pairSlot,
  type Slot,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Path } from './edit-value.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

interface CutOptions {
  /** Line starts between which all goes along: the entry with comments that belong to it. */
  lines?: { from: number; to: number };
  /** The comment behind it goes along also where it shares its line with a dash. */
  tail?: boolean;
  /** The section gets another entry in the same edit, so it is not left empty. */
  refilled?: boolean;
}

/** Takes an entry out with its line. The last entry of a section leaves `{}` or `[]` behind, so that the section stays. */
export function planCut(
  source: YamlSource,
  slot: EntrySlot,
  path: Path,
  { lines, tail = false, refilled = false }: CutOptions = {},
): Splice[] {
  const { text } = source;
  if (slot.parent.flow) return removeFromFlow(text, slot);
  const start = entryStart(slot);
  const end = contentEnd(slot, text);
  const alone = slot.parent.items.length === 1 && !refilled;
  const empty = slot.kind === 'pair' ? '{}' : '[]';
  const before = text.slice(lineStart(text, start), start);
  if (/^\s*$/.test(before)) {
    const { from, to } = lines ?? { from: lineStart(text, start), to: nextLine(text, lineEnd(text, end)) };
    const cut = { start: from, end: to, text: '' };
    const owner = alone ? ownerOf(source, slot.parent) : undefined;
    if (!owner || owner.kind === 'root') return [cut];
    const at = afterProps(owner);
    return [{ start: at, end: at, text: ` ${empty}` }, cut];
  }
  if (!/^\s*(-\s+)+$/.test(before)) throw refused('it shares its line with other things', path);
  if (alone) return [{ start, end: tail ? lineEnd(text, end) : end, text: empty }];
  // `- name: x`: the first key shares its line with the dash, so the next key moves up to it.
  const next = siblingAfter(slot);
  const rest = lineEnd(text, end);
  if (next !== undefined && /^\s*$/.test(text.slice(rest, next))) return [{ start, end: next, text: '' }];
  return [{ start: start - (/[^\S\n]+$/.exec(before)?.[0].length ?? 0), end: rest, text: '' }];
}

function siblingAfter(slot: EntrySlot): number | undefined {
  if (slot.index + 1 >= slot.parent.items.length) return undefined;
  const next = slot.kind === 'pair' ? pairSlot(slot.parent, slot.index + 1) : itemSlot(slot.parent, slot.index + 1);
  return entryStart(next);
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
