import { cells, rowsOf } from './cells.ts';

/** Cells that the last column needs at least to stand beside the others, and what it is moved in by below them. */
const LEAST = 24;
const INDENT = 4;

/**
 * Names and what they mean, for a terminal of so many columns: a row that is too long goes on below its own last column, so that the
 * names stay a list.
 */
export function listing(rows: readonly (readonly string[])[], columns: number): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.slice(0, -1).entries()) widths[i] = Math.max(widths[i] ?? 0, cells(cell));
  }
  const width = widths.reduce((sum, one) => sum + one + 2, 0);
  const beside = columns - width >= LEAST;
  const lines = rows.flatMap((row) => {
    const head = row
      .slice(0, -1)
      .map((cell, i) => `${cell}${' '.repeat((widths[i] ?? 0) - cells(cell))}  `)
      .join('');
    const indent = beside ? width : INDENT;
    const text = rowsOf(row.at(-1) ?? '', columns - indent).map((part) => `${' '.repeat(indent)}${part}`);
    return beside ? [head + (text[0]?.slice(indent) ?? ''), ...text.slice(1)] : [head, ...text];
  });
  return lines.map((line) => line.trimEnd()).join('\n');
}
