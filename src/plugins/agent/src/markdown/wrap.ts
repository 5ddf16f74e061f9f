import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const segmenter = new Intl.Segmenter();

/** Lines of at most `columns` cells, broken at blanks where there are any; styles end and begin again with each. */
export function wrap(text: string, columns: number): string[] {
  return wrapAnsi(text, columns, { hard: true })
    .split('\n')
    .flatMap((line) => (stringWidth(line) <= columns ? [line] : cut(stripVTControlCharacters(line), columns)));
}

/** Breaks plain text after `columns` cells, wherever that is; nothing is left out or added. */
export function cut(text: string, columns: number): string[] {
  if (!/[^ -~]/.test(text)) return slices(text.length, columns, (from, to) => text.slice(from, to));
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const width = stringWidth(segment);
    if (used + width > columns) {
      rows.push(row);
      row = '';
      used = 0;
    }
    row += segment;
    used += width;
  }
  // Some scripts join any number of letters to one cluster; no code point of it needs more than two cells.
  return [...rows, row].flatMap((line) =>
    stringWidth(line) <= columns ? [line] : chunks(line, Math.max(1, columns >> 1)),
  );
}

function chunks(text: string, size: number): string[] {
  const chars = Array.from(text);
  return slices(chars.length, size, (from, to) => chars.slice(from, to).join(''));
}

const slices = (length: number, size: number, slice: (from: number, to: number) => string): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(length / size)) }, (_, at) => slice(at * size, (at + 1) * size));
