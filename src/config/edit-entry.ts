import { isScalar, type Scalar } from 'yaml';
import {
  afterColon,
  afterProps,
  columnOf,
  contentEnd,
  entryStart,
  headerEnd,
  isBlank,
  isBlockCollection,
  isBlockScalar,
  lineEnd,
  lineStart,
  nextLine,
  type PairSlot,
  valueStart,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import { renamedKey } from './edit-rename.ts';
import type { Path } from './edit-value.ts';
import { blockLines, keyText, type LineStyle } from './emit.ts';

/** An entry as it is taken to another place, its lines at column 0. */
export interface Entry {
  /** Comment lines directly above it. */
  above: string[];
  /** Its first line up to the `:`, what follows there of the value, and the comment behind that. */
  key: string;
  head: string;
  tail: string;
  /** The lines below; `folded` when they continue a value that began on the first line. */
  below: string[];
  folded: boolean;
  /** Line starts between which all of it stands; undefined where it shares a line with something else. */
  lines: { from: number; to: number } | undefined;
}

export const linesOf = ({ above, key, head, tail, below }: Entry): string[] => [...above, key + head + tail, ...below];

export const hasComment = (text: string): boolean => /(^|\s)#/.test(text);

/** An entry of a section that is written in lines. */
export function blockEntry(text: string, slot: PairSlot, name: string, path: Path): Entry {
  const { key } = slot.pair;
  const start = entryStart(slot);
  const colon = afterColon(slot);
  const [keyStart, keyEnd] = isScalar(key) ? (key.range ?? [0, 0]) : [0, 0];
  if (
    !isScalar(key) ||
    keyStart === keyEnd ||
    text[start] === '?' ||
    !colon.colon ||
    hasBreak(text, start, colon.offset)
  )
    throw refused('its key is written in an unusual way', path);
  const column = columnOf(text, start);
  const margin = text.slice(start - column, start);
  const ownLine = /^\s*$/.test(margin);
  const from = ownLine ? commentsAbove(text, start - column, margin) : start;
  const end = contentEnd(slot, text);
  const last = ownLine && isBlockCollection(slot.value) ? withInnerComments(text, end, column) : end;
  const to = nextLine(text, lineEnd(text, last));
  const above = ownLine
    ? text
        .slice(from, start - column)
        .split(/\r?\n/)
        .slice(0, -1)
    : [];
  const [first = '', ...below] = text.slice(colon.offset, lineEnd(text, last)).split(/\r?\n/);
  const head = first.slice(0, headLength(text, slot, first, end));
  return {
    above: above.map((line) => line.slice(margin.length)),
    key: text.slice(start, keyStart) + keyFor(key, name, text) + text.slice(keyEnd, colon.offset),
    head,
    tail: first.slice(head.length),
    below: below.map((line) => line.replace(new RegExp(`^ {0,${column}}`), '')),
    folded: below.length > 0 && !isBlockCollection(slot.value) && !isBlockScalar(slot.value),
    lines: ownLine ? { from, to } : undefined,
  };
}

/** An entry of `{...}`: its value as it is written, where that is one line. */
export function flowEntry(text: string, slot: PairSlot, name: string, value: unknown, style: LineStyle): Entry {
  const raw = isBlank(slot.value) ? '' : text.slice(valueStart(slot), contentEnd(slot, text));
  const [first = '', ...below] = /[\r\n]/.test(raw)
    ? blockLines({ [name]: value }, style)
    : [`${keyText(name, false)}:${raw && ` ${raw}`}`];
  return { above: [], key: first, head: '', tail: '', below, folded: false, lines: undefined };
}

const hasBreak = (text: string, from: number, to: number): boolean => /[\r\n]/.test(text.slice(from, to));

const keyFor = (key: Scalar, name: string, text: string): string =>
  String(key.value) === name
    ? text.slice(...(key.range as [number, number, number]).slice(0, 2))
    : renamedKey(key, name, false);

/** How much of the first line behind the colon is not the comment. */
function headLength(text: string, slot: PairSlot, first: string, end: number): number {
  const { offset } = afterColon(slot);
  const upTo = isBlockScalar(slot.value)
    ? headerEnd(slot.value, text)
    : isBlockCollection(slot.value) || isBlank(slot.value)
      ? afterProps(slot)
      : end;
  return Math.min(upTo - offset, first.length);
}

/** A line for editors (`# yaml-language-server: ...`) concerns the file, not the entry below it. */
const FOR_EDITORS = /^#\s*(yaml-language-server:|-\*-|vim?:)/;

/** The start of the first of the comment lines that stand directly above, at the same margin. */
function commentsAbove(text: string, start: number, margin: string): number {
  let from = start;
  while (from > 0) {
    const previous = lineStart(text, from - 1);
    if (previous >= from) break;
    const line = text.slice(previous, from);
    const comment = line.slice(margin.length);
    if (!line.startsWith(margin) || !comment.startsWith('#') || FOR_EDITORS.test(comment)) break;
    from = previous;
  }
  return from;
}

/** Comment lines below the last value of a section belong to it while they stand deeper than its key. */
function withInnerComments(text: string, end: number, column: number): number {
  let last = end;
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (/^\s*$/.test(line)) continue;
    if (!/^ *#/.test(line) || line.indexOf('#') <= column) break;
    last = lineEnd(text, at);
  }
  return last;
}
