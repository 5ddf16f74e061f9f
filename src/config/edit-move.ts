import { nested, type Put } from './edit-content.ts';
import { blockEntry, type Entry, flowEntry, hasComment, linesOf } from './edit-entry.ts';
import { slotAt } from './edit-find.ts';
import { afterColon, columnOf, contentEnd, entryStart, lineEnd, type PairSlot, type Slot } from './edit-nodes.ts';
import { planPut } from './edit-put.ts';
import { refused } from './edit-refused.ts';
import { planCut } from './edit-remove.ts';
import type { Path } from './edit-value.ts';
import { blockLines, keyText, type LineStyle, shift } from './emit.ts';
import { valueAt } from './key-path.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

/** Cuts an entry out, with the comments that belong to it, and puts it to its new place with that place's indentation. */
export function planMove(
  source: YamlSource,
  data: unknown,
  slot: Slot,
  { path, moveTo }: { path: Path; moveTo: Path },
  style: LineStyle,
): Splice[] {
  const { text } = source;
  if (slot.kind !== 'pair') throw refused('an item of a list cannot be moved, only what has a name', path);
  const name = String(moveTo.at(-1));
  const value = valueAt(data, path);
  const entry = slot.parent.flow ? flowEntry(text, slot, name, value, style) : blockEntry(text, slot, name, path);
  const parent = path.slice(0, -1);
  const refilled = parent.every((step, i) => moveTo[i] === step);
  const cut = planCut(source, slot, path, { refilled, tail: true, ...(entry.lines ? { lines: entry.lines } : {}) });
  if (slot.parent.flow && cut.some(({ start, end }) => hasComment(text.slice(start, end)))) {
    throw refused('a comment there would be lost', path);
  }
  const target = slotAt(source, moveTo);
  const placed =
    target?.kind === 'pair' && !target.parent.flow
      ? fill(text, target, entry, style, path)
      : planPut(source, data, moveTo, (rest) => putEntry(rest, entry, value, style), style);
  return joined(text, placed, cut, style, path);
}

function putEntry(rest: Path, entry: Entry, value: unknown, style: LineStyle): Put {
  const lines = linesOf(entry);
  const whole = nested(rest, value);
  return {
    value: whole,
    lines: () => (rest.length > 0 ? within(rest.slice(0, -1), lines, style) : blockLines(whole, style)),
    comments: lines.some(hasComment),
  };
}

/** The lines below the keys and dashes that they still need. */
function within(path: Path, lines: string[], style: LineStyle): string[] {
  return path.reduceRight<string[]>((inner, step, i) => {
    if (typeof step === 'string') {
      const by = typeof path[i + 1] === 'number' && !style.indentedLists ? 0 : style.step;
      return [`${keyText(step, false)}:`, ...shift(inner, by)];
    }
    const [first = '', ...others] = inner;
    return first.startsWith('#') ? ['-', ...shift(inner, 2)] : [`- ${first}`, ...shift(others, 2)];
  }, lines);
}

/** The key stands at the new place already, without a value. A comment behind it stays. */
function fill(text: string, target: PairSlot, entry: Entry, style: LineStyle, path: Path): Splice[] {
  const start = entryStart(target);
  const column = columnOf(text, start);
  const margin = text.slice(start - column, start);
  const { offset, colon } = afterColon(target);
  const end = contentEnd(target, text);
  const eol = lineEnd(text, end);
  const commented = text.slice(end, eol).trim() !== '';
  const above = commented && entry.tail.trim() !== '' ? [...entry.above, entry.tail.trim()] : entry.above;
  if (
    !colon ||
    /[#\r\n]/.test(text.slice(offset, end)) ||
    (commented && entry.folded) ||
    (above.length > 0 && margin.trim())
  ) {
    throw refused('its new place leaves no room for it and the comments', path);
  }
  // An entry out of `{...}` has its value behind its own key.
  const head = entry.head || entry.key.slice(entry.key.indexOf(':', entry.key.startsWith('"') ? 1 : 0) + 1);
  const below = shift(entry.below, column).map((line) => style.eol + line);
  return [
    ...(above.length > 0
      ? [{ start: start - column, end: start - column, text: above.map((line) => margin + line + style.eol).join('') }]
      : []),
    { start: offset, end, text: head },
    { start: eol, end: eol, text: (commented ? '' : entry.tail) + below.join('') },
  ];
}

/** Both halves in one go. Where the new place is in the lines that are cut, the entry goes into their place. */
function joined(text: string, placed: Splice[], cut: Splice[], style: LineStyle, path: Path): Splice[] {
  const result = [...cut];
  for (const splice of placed) {
    const at = result.findIndex(({ start, end }) => splice.start < end && splice.end > start);
    const inside = result.findIndex(({ start, end }) => splice.start > start && splice.start < end);
    const atEnd = result.findIndex(({ end }) => end === text.length && splice.start === end && !text.endsWith('\n'));
    const hole = result[inside === -1 ? atEnd : inside];
    if (!hole) {
      if (at !== -1) throw refused('its old and its new place are too close together', path);
      result.push(splice);
    } else if (splice.start === splice.end && splice.text.startsWith(style.eol) && hole.text === '') {
      const ended = text.slice(hole.start, hole.end).endsWith('\n');
      hole.text = splice.text.slice(style.eol.length) + (ended ? style.eol : '');
    } else throw refused('its old and its new place are too close together', path);
  }
  return result;
}
