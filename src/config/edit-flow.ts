import {
  contentEnd,
  type EntrySlot,
  entryStart,
  itemSlot,
  lineEnd,
  lineStart,
  nextLine,
  pairSlot,
} from './edit-nodes.ts';
import type { Splice } from './splice.ts';

/** Adds an entry behind the last one of `{...}` or `[...]`, or behind the comma that already follows it. */
export function appendFlow(text: string, end: number, entry: string): Splice[] {
  const comma = commaAfter(text, end);
  return comma === undefined
    ? [{ start: end, end, text: `, ${entry}` }]
    : [{ start: comma + 1, end: comma + 1, text: ` ${entry}` }];
}

/** Takes an entry out of `{...}` or `[...]`; comments on lines of their own stay. */
export function removeFromFlow(text: string, slot: EntrySlot): Splice[] {
  const start = entryStart(slot);
  const end = contentEnd(slot, text);
  const comma = commaAfter(text, end);
  const behind = comma === undefined ? end : comma + 1;
  const restOfLine = text.slice(behind, lineEnd(text, behind));
  if (/^\s*$/.test(text.slice(lineStart(text, start), start)) && /^\s*(#|$)/.test(restOfLine)) {
    // A comment between value and comma stands on a line that goes as a whole, and belongs to the entry.
    if (!hasOwnLineComment(text, end, behind))
      return [{ start: lineStart(text, start), end: nextLine(text, behind), text: '' }];
  }
  const next = siblingAt(slot, 1);
  if (next && comma !== undefined) {
    const nextStart = entryStart(next);
    const onSameLine = lineEnd(text, behind) >= nextStart;
    return [{ start, end: onSameLine ? nextStart : behind, text: '' }];
  }
  const before = siblingAt(slot, -1);
  if (!before || next) return [{ start, end: behind, text: '' }];
  const from = contentEnd(before, text);
  // The comma before it may stay: it then ends the collection.
  return /^\s*,[^\S\n]*$/.test(text.slice(from, start)) && comma === undefined
    ? [{ start: from, end, text: '' }]
    : [{ start, end: behind, text: '' }];
}

function siblingAt(slot: EntrySlot, by: 1 | -1): EntrySlot | undefined {
  const index = slot.index + by;
  if (index < 0 || index >= slot.parent.items.length) return undefined;
  const found = slot.kind === 'pair' ? pairSlot(slot.parent, index) : itemSlot(slot.parent, index);
  return found;
}

/** Offset of the comma behind a value; white space and comments may stand between. */
function commaAfter(text: string, end: number): number | undefined {
  const gap = /^(?:\s|(?<=\s)#.*)*/.exec(text.slice(end))?.[0].length ?? 0;
  return text[end + gap] === ',' ? end + gap : undefined;
}

const hasOwnLineComment = (text: string, from: number, to: number): boolean => /\n\s*#/.test(text.slice(from, to));
