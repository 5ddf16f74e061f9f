import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Cells of a terminal's row that the text takes. */
export const cells = (text: string): number => stringWidth(text);

/** Rows of at most `columns` cells; long words are broken, blanks stay, but for the one at which a row was broken. */
export function rowsOf(text: string, columns: number): string[] {
  const options = { hard: true, trim: false };
  return text
    .replaceAll('\t', '    ')
    .split('\n')
    .flatMap((line) => wrapAnsi(line, Math.max(1, columns), options).split('\n').map(withoutBreak));
}

const withoutBreak = (row: string, at: number): string => (at > 0 ? row.replace(/^ (?! )/, '') : row);

/** Code units that a cell may take: a family of emoji has eleven in two cells. More are not measured to be shown. */
const UNITS = 8;

/** The beginning of a plain text, at most `columns` cells, with a mark where something is missing. */
export function clipped(text: string, columns: number): string {
  if (text.length <= columns * UNITS && cells(text) <= columns) return text;
  let out = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, columns * UNITS))) {
    const width = cells(segment);
    if (used + width > columns - 1) break;
    out += segment;
    used += width;
  }
  return columns < 1 ? '' : `${out}…`;
}
