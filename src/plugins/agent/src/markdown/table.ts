import stringWidth from 'string-width';
import type { Align } from './table-source.ts';
import { wrap } from './wrap.ts';

export interface Table {
  head: readonly string[];
  align: readonly Align[];
  rows: readonly (readonly string[])[];
}

/** Fewer cells than these for a column, and the table is shown as `key: value`. */
const NARROWEST = 8;
const LEAST = 20;

/** Aligned columns between pipes with a rule below the head, of styled cells. Columns shrink and cells wrap where it is too wide. */
export function tableLines({ head, align, rows }: Table, columns: number): string[] {
  const grid = [head, ...rows].map((row) => head.map((_, at) => alike(row[at] ?? '')));
  const natural = head.map((_, at) => Math.max(1, ...grid.map((row) => widest(row[at] ?? ''))));
  const room = columns - 3 * head.length - 1;
  const least = natural.reduce((sum, width) => sum + Math.min(width, NARROWEST), 0);
  if (least > room || (columns < LEAST && natural.reduce((sum, width) => sum + width, 0) > room)) {
    return pairs(grid, columns);
  }
  const widths = shrink(natural, room);
  const [top = [], ...body] = grid.map((row) => rowLines(row, widths, align));
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [...top, rule, ...body.flat()];
}

/** `⚠️` has one cell in some terminals and two in others, `⚠` in all of them one: columns stay below each other. */
const alike = (cell: string): string => cell.replaceAll('\ufe0f', '');

const widest = (cell: string): number => Math.max(...cell.split('\n').map((line) => stringWidth(line)));

/** The widest columns give first, down to one common width. */
function shrink(natural: readonly number[], room: number): number[] {
  const ascending = [...natural].sort((a, b) => a - b);
  let left = room;
  for (const [at, width] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - at));
    if (width > share) return spread(natural, share, left - share * (ascending.length - at));
    left -= width;
  }
  return [...natural];
}

/** `most` cells for each column that wants more, and one of the `extra` cells for as many of them as there are. */
function spread(natural: readonly number[], most: number, extra: number): number[] {
  let spare = extra;
  return natural.map((width) => {
    if (width <= most) return width;
    if (spare <= 0) return most;
    spare -= 1;
    return most + 1;
  });
}

function rowLines(row: readonly string[], widths: readonly number[], align: readonly Align[]): string[] {
  const cells = row.map((cell, at) => wrap(cell, widths[at] ?? 1));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = cells.map((lines, at) => pad(lines[line] ?? '', widths[at] ?? 1, align[at]));
    return `| ${parts.join(' | ')} |`;
  });
}

function pad(text: string, width: number, align: Align): string {
  const blanks = Math.max(0, width - stringWidth(text));
  const before = align === 'right' ? blanks : align === 'center' ? blanks >> 1 : 0;
  return ' '.repeat(before) + text + ' '.repeat(blanks - before);
}

/** One line for each cell that holds something, rows apart by a blank line. */
function pairs([head = [], ...rows]: readonly (readonly string[])[], columns: number): string[] {
  if (rows.length === 0) return wrap(head.join(', '), columns);
  return rows.flatMap((row, at) => {
    const lines = row.flatMap((cell, column) => (cell === '' ? [] : wrap(label(head[column], cell), columns)));
    return at > 0 && lines.length > 0 ? ['', ...lines] : lines;
  });
}

const label = (name: string | undefined, value: string): string => (name ? `${name}: ${value}` : value);
