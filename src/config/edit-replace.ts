import { isScalar } from 'yaml';
import {
  afterColon,
  columnOf,
  contentEnd,
  dashOf,
  isBlank,
  isBlockCollection,
  isBlockScalar,
  lineEnd,
  type Slot,
  startOf,
} from './edit-nodes.ts';
import { blockLines, inlineText, isInline, type LineStyle, type Quote } from './emit.ts';
import type { Splice } from './splice.ts';

/** Puts a value where another one (or none) stands. Comments outside the old value stay. */
export function replaceValue(text: string, slot: Slot, value: unknown, style: LineStyle): Splice[] {
  if (slot.kind === 'root') return replaceRoot(text, slot, value, style);
  const inFlow = slot.parent.flow === true;
  if (inFlow || isInline(value)) return replaceInline(text, slot, inlineText(value, inFlow, quoteOf(slot)));
  return slot.kind === 'pair' ? blockUnderKey(text, slot, value, style) : blockInItem(text, slot, value, style);
}

/** The first content of an empty file goes below its comments. */
function replaceRoot(text: string, slot: Slot, value: unknown, style: LineStyle): Splice[] {
  const lines = blockLines(value, style).join(style.eol);
  if (slot.value && !isBlank(slot.value))
    return [{ start: startOf(slot.value), end: contentEnd(slot, text), text: lines }];
  const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : style.eol;
  return [{ start: text.length, end: text.length, text: gap + lines + style.eol }];
}

function replaceInline(text: string, slot: Slot, inline: string): Splice[] {
  if (isBlank(slot.value)) {
    if (slot.kind === 'item') return insert(dashOf(slot.parent as never, slot.index) + 1, ` ${inline}`);
    if (slot.kind === 'root') return [];
    const { offset, colon } = afterColon(slot);
    return insert(offset, colon ? ` ${inline}` : `: ${inline}`);
  }
  const start = startOf(slot.value);
  const end = contentEnd(slot, text);
  if (slot.kind === 'pair' && isBlockCollection(slot.value)) {
    const colon = afterColon(slot).offset;
    const eol = lineEnd(text, colon);
    if (start > eol) return [...insert(colon, ` ${inline}`), { start: eol, end, text: '' }];
  }
  return [{ start, end, text: inline }];
}

/** `key:` with lines below it. A comment on the key's own line stays there. */
function blockUnderKey(text: string, slot: Slot & { kind: 'pair' }, value: unknown, style: LineStyle): Splice[] {
  const column = columnOf(text, startOf(slot.pair.key));
  const own = Array.isArray(value) && !style.indentedLists ? column : column + style.step;
  const lines = blockLines(value, style)
    .map((line) => style.eol + ' '.repeat(own) + line)
    .join('');
  const colon = afterColon(slot).offset;
  const end = contentEnd(slot, text);
  if (isBlank(slot.value)) return insert(lineEnd(text, colon), lines);
  if (isBlockScalar(slot.value)) return [{ start: colon, end, text: lines }];
  if (isBlockCollection(slot.value)) return [{ start: lineEnd(text, colon), end, text: lines }];
  return [{ start: colon, end, text: '' }, ...insert(lineEnd(text, end), lines)];
}

function blockInItem(text: string, slot: Slot & { kind: 'item' }, value: unknown, style: LineStyle): Splice[] {
  const dash = dashOf(slot.parent, slot.index);
  const lines = blockLines(value, style).join(style.eol + ' '.repeat(columnOf(text, dash) + 2));
  if (isBlank(slot.value)) return insert(dash + 1, ` ${lines}`);
  return [{ start: startOf(slot.value), end: contentEnd(slot, text), text: lines }];
}

const insert = (at: number, text: string): Splice[] => [{ start: at, end: at, text }];

/** A replaced text keeps the kind of quotes that it had. */
function quoteOf(slot: Slot): Quote {
  if (!isScalar(slot.value)) return undefined;
  if (slot.value.type === 'QUOTE_DOUBLE') return 'double';
  return slot.value.type === 'QUOTE_SINGLE' ? 'single' : undefined;
}
