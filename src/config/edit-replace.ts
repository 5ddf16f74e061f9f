import { isScalar } from 'yaml';
import type { Put } from './edit-content.ts';
import {
  afterColon,
  afterProps,
  columnOf,
  contentEnd,
  dashOf,
  type EntrySlot,
  entryStart,
  headerEnd,
  isBlank,
  isBlockCollection,
  isBlockScalar,
  lineEnd,
  type PairSlot,
  propsOf,
  type Slot,
  startOf,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Path } from './edit-value.ts';
import { inlineText, isInline, type LineStyle, type Quote, shift } from './emit.ts';
import type { Splice } from './splice.ts';

/** Puts a value where another one (or none) stands. Comments outside the old value stay. */
export function replaceValue(text: string, slot: Slot, put: Put, style: LineStyle, path: Path): Splice[] {
  if (slot.kind === 'root') return replaceRoot(text, slot, put, style);
  const inFlow = slot.parent.flow === true;
  if (inFlow && put.comments) throw refused('inside `{...}` there is no place for its comments', path);
  const splices =
    inFlow || isInline(put.value)
      ? replaceInline(text, slot, inlineText(put.value, inFlow, quoteOf(slot)))
      : slot.kind === 'pair'
        ? blockUnderKey(text, slot, put, style)
        : blockInItem(text, slot, put, style);
  return [...splices, ...dropTag(text, slot, splices)];
}

/** A tag says what the old value is; an anchor stays, because it names the place. */
function dropTag(text: string, slot: Slot, splices: readonly Splice[]): Splice[] {
  const tag = propsOf(slot).find((prop) => prop.tag);
  if (!tag) return [];
  const gap = tag.end + (/^[^\S\n]*/.exec(text.slice(tag.end))?.[0].length ?? 0);
  return [{ start: tag.offset, end: splices.some(({ start }) => start === gap) ? gap : tag.end, text: '' }];
}

/** The first content of an empty file goes below its comments. */
function replaceRoot(text: string, slot: Slot, put: Put, style: LineStyle): Splice[] {
  const lines = put.lines().join(style.eol);
  if (slot.value && !isBlank(slot.value))
    return [{ start: startOf(slot.value), end: contentEnd(slot, text), text: lines }];
  const mark = /^\uFEFF?\.\.\.(?=\s|$)/m.exec(text);
  if (mark) return insert(mark.index + mark[0].length - 3, lines + style.eol);
  const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : style.eol;
  return insert(text.length, gap + lines + style.eol);
}

function replaceInline(text: string, slot: Slot, inline: string): Splice[] {
  if (slot.kind === 'root') return [];
  if (isBlank(slot.value)) {
    if (slot.kind === 'item') return insert(afterProps(slot), ` ${inline}`);
    return afterColon(slot).colon
      ? insert(afterProps(slot), ` ${inline}`)
      : insert(afterColon(slot).offset, `: ${inline}`);
  }
  const start = startOf(slot.value);
  const end = contentEnd(slot, text);
  if (isBlockScalar(slot.value)) {
    const header = headerEnd(slot.value, text);
    return [{ start, end: header, text: inline }, ...cutLines(lineEnd(text, header), end)];
  }
  if (start === end) return insert(afterProps(slot), ` ${inline}`);
  if (isBlockCollection(slot.value)) {
    const at = afterProps(slot);
    const eol = lineEnd(text, at);
    if (start > eol) return [...insert(at, ` ${inline}`), { start: eol, end, text: '' }];
  }
  return [{ start, end, text: inline }];
}

/** `key:` with lines below it. A comment on the key's own line stays there. */
function blockUnderKey(text: string, slot: PairSlot, put: Put, style: LineStyle): Splice[] {
  const column = columnOf(text, entryStart(slot));
  const own = Array.isArray(put.value) && !style.indentedLists ? column : column + style.step;
  const lines = shift(put.lines(), own)
    .map((line) => style.eol + line)
    .join('');
  const at = afterProps(slot);
  const end = contentEnd(slot, text);
  if (isBlank(slot.value)) return insert(lineEnd(text, at), lines);
  if (isBlockScalar(slot.value)) {
    const header = headerEnd(slot.value, text);
    const eol = lineEnd(text, header);
    return [{ start: at, end: header, text: '' }, ...insert(eol, lines), ...cutLines(eol, end)];
  }
  if (isBlockCollection(slot.value)) return [{ start: lineEnd(text, at), end, text: lines }];
  return [{ start: at, end: Math.max(at, end), text: '' }, ...insert(lineEnd(text, Math.max(at, end)), lines)];
}

function blockInItem(text: string, slot: EntrySlot & { kind: 'item' }, put: Put, style: LineStyle): Splice[] {
  const column = columnOf(text, dashOf(slot.parent, slot.index)) + 2;
  const [first = '', ...rest] = put.lines();
  const at = afterProps(slot);
  const end = Math.max(at, contentEnd(slot, text));
  const header = isBlockScalar(slot.value) ? headerEnd(slot.value, text) : end;
  const eol = lineEnd(text, header);
  const anchored = propsOf(slot).some(({ tag }) => !tag);
  const commented = !isBlockCollection(slot.value) && rest.length > 0 && text.slice(header, eol).trim() !== '';
  if (anchored || (commented && !isBlank(slot.value))) {
    // Below the dash's line: there a key would take the anchor, and the comment behind it stays where it is.
    const lines = shift([first, ...rest], column).map((line) => style.eol + line);
    return [
      { start: at, end: header, text: '' },
      { start: eol, end: Math.max(eol, end), text: lines.join('') },
    ];
  }
  const lines = [first, ...shift(rest, column)].join(style.eol);
  if (isBlank(slot.value)) {
    // A comment behind a lone dash would end up behind the last line.
    const below = text.slice(at, eol).trim() !== '' && (rest.length > 0 || first.startsWith('#'));
    return below ? insert(eol, style.eol + ' '.repeat(column) + lines) : insert(at, ` ${lines}`);
  }
  return [{ start: startOf(slot.value), end, text: lines }];
}

const cutLines = (start: number, end: number): Splice[] => (end > start ? [{ start, end, text: '' }] : []);

const insert = (at: number, text: string): Splice[] => [{ start: at, end: at, text }];

/** A replaced text keeps the kind of quotes that it had. */
function quoteOf(slot: Slot): Quote {
  if (!isScalar(slot.value)) return undefined;
  if (slot.value.type === 'QUOTE_DOUBLE') return 'double';
  return slot.value.type === 'QUOTE_SINGLE' ? 'single' : undefined;
}
