import cells from 'fast-string-width';
import type { Diagnostic } from '../contract/index.ts';
import { paint } from './output.ts';
import { visible } from './visible.ts';

/** How much is shown before a marked part that stands too far to the right. */
const LEAD_CELLS = 10;

/**
 * Number and text of a source line, then carets below the faulty part; none for an empty line. Both fit into `width`
 * cells: longer lines are cut around the marked part, with `…` where.
 */
export function excerpt(source: string, { line, column, range }: Diagnostic, width: number): string[] {
  const text = visible(source.replace(/^\uFEFF/, ''));
  if (text.trim() === '') return [];
  const number = String(line);
  const room = Math.max(20, width - number.length - 5);
  const { shown, before, marked } = around(text, column - 1, Math.max(1, range?.length ?? 1), room);
  return [
    `  ${paint('dim', `${number} |`)} ${shown}`,
    `  ${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(before)}${paint('red', '^'.repeat(marked))}`,
  ];
}

interface Unit {
  text: string;
  cells: number;
  /** Whether it belongs to the marked part. */
  marked: boolean;
}

/** The part of a line to show, and the cells before and below the marked part of it. */
function around(line: string, start: number, length: number, room: number) {
  const all = units(line, start, length, room);
  const total = widthOf(all.list);
  if (!all.cut && total <= room) return drawn(all.list);
  const first = Math.max(
    0,
    all.list.findIndex(({ marked }) => marked),
  );
  const last = all.list.findLastIndex(({ marked }) => marked);
  const cutLeft = all.cut === 'left' || all.cut === 'both';
  // Room for `…` at both ends.
  const limit = room - 2;
  let from = first;
  if (!cutLeft && widthOf(all.list.slice(0, last + 1)) <= limit) from = 0;
  for (let used = 0; from > 0; from -= 1) {
    used += all.list[from - 1]?.cells ?? 0;
    if (used > LEAD_CELLS) break;
  }
  let to = from;
  let used = 0;
  while (to < all.list.length && used + (all.list[to]?.cells ?? 0) <= limit) used += all.list[to++]?.cells ?? 0;
  while (to === all.list.length && from > 0 && used + (all.list[from - 1]?.cells ?? 0) <= limit) {
    used += all.list[--from]?.cells ?? 0;
  }
  const dots: Unit = { text: '…', cells: 1, marked: false };
  const head = from > 0 || cutLeft ? [dots] : [];
  const tail = to < all.list.length || all.cut === 'right' || all.cut === 'both' ? [dots] : [];
  return drawn([...head, ...all.list.slice(from, to), ...tail]);
}

function drawn(list: readonly Unit[]) {
  const first = list.findIndex(({ marked }) => marked);
  return {
    shown: list.map(({ text }) => text).join(''),
    before: widthOf(first < 0 ? list : list.slice(0, first)),
    marked: Math.max(1, widthOf(list.filter(({ marked }) => marked))),
  };
}

const widthOf = (list: readonly Unit[]): number => list.reduce((sum, { cells: width }) => sum + width, 0);

/** What a reader sees as one character, with its width; of a very long line only what could be shown. */
function units(line: string, start: number, length: number, room: number) {
  const left = Math.max(0, start - 4 * room);
  const right = Math.min(line.length, start + 4 * room);
  const cut = left > 0 ? (right < line.length ? 'both' : 'left') : right < line.length ? 'right' : undefined;
  const list = [...new Intl.Segmenter().segment(line.slice(left, right))].map(({ segment, index }): Unit => {
    const at = left + index;
    const text = segment === '\t' ? '  ' : segment;
    return { text, cells: cells(text), marked: at < start + length && at + segment.length > start };
  });
  return { list, cut } as const;
}
