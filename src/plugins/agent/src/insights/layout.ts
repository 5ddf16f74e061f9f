import type { HostUi } from '@hermes-ops/contract';
import { cells, clipped } from '../render/cells.ts';

/** Where lines are shown. `columns`: cells of a row, infinite in a pipe. */
export interface Sheet {
  ui: Pick<HostUi, 'table'>;
  columns: number;
}

/** Longer names say no more. */
const NAME_CELLS = 44;

const NO_BREAK = '\u00a0';

/** A text in lines that begin with `indent` and break at spaces. */
export function wrapped(text: string, columns: number, indent = '  ', hanging = indent): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (line.trim() !== '' && cells(longer) > columns) {
      lines.push(line);
      line = hanging + word;
    } else line = longer;
  }
  return [...lines, line].map((text) => text.replaceAll(NO_BREAK, ' '));
}

/**
 * A table, indented, with figures to the right; `texts`: so many columns at the left hold text. Where the screen is too
 * narrow for it each row takes lines of its own: the name, and behind it what the other columns say.
 */
export function listing(
  { ui, columns }: Sheet,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
) {
  const width = Math.min(NAME_CELLS, columns - 2);
  const cut = rows.map((row) => row.map((cell, i) => (i < texts ? clipped(cell, width) : cell)));
  const all = [header.map((word) => word.toUpperCase()), ...cut];
  const widths = header.map((_, i) => Math.max(...all.map((row) => cells(row[i] ?? ''))));
  const aligned = all.map((row) => row.map((cell, i) => (i < texts ? cell : cell.padStart(widths[i] ?? 0))));
  const lines = ui
    .table(aligned)
    .split('\n')
    .map((line) => `  ${line}`);
  if (lines.every((line) => cells(line) <= columns)) return lines;
  return cut.flatMap((row) => {
    const parts = header
      .slice(1)
      .flatMap((word, i) => (row[i + 1] ? [clipped(`${word} ${row[i + 1]}`.trim(), columns - 5)] : []));
    return [`  ${row[0] ?? ''}`, ...wrapped(parts.map((part) => kept(part, columns - 5)).join(', '), columns, '    ')];
  });
}

/** Not broken at its spaces, where it fits on a line. */
const kept = (part: string, width: number): string => (cells(part) <= width ? part.replaceAll(' ', NO_BREAK) : part);

/** Names and what belongs to them, one below the other. */
export function facts({ columns }: Sheet, rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => cells(name))) + 4;
  const hanging = ' '.repeat(columns < 60 ? 4 : width);
  // The blank before the first word is that of `wrapped`.
  return rows.flatMap(([name, text]) =>
    wrapped(text, columns, `  ${name}${' '.repeat(width - 3 - cells(name))}`, hanging),
  );
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** One character for each value by its place between 0 and the highest; a blank where there is none. */
export function sparkline(values: readonly (number | undefined)[]): string {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) =>
      value === undefined || highest === 0
        ? ' '
        : BLOCKS.charAt(Math.min(BLOCKS.length - 1, Math.floor((value / highest) * BLOCKS.length))),
    )
    .join('');
}

/** A bar of at most `width` cells; whatever is there has at least one. */
export const bar = (value: number, highest: number, width: number): string =>
  '█'.repeat(value > 0 ? Math.max(1, Math.round((value / highest) * width)) : 0);
