import cells from 'fast-string-width';

/** Aligned columns two spaces apart; widths count terminal cells, so CJK and emoji line up. */
export function table(rows: readonly (readonly string[])[], options: { header?: boolean } = {}): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cells(cell));
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.map(line);
  if (options.header && lines.length > 0) lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}

/** The text filled up with spaces to a width in terminal cells. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cells(text)));
