import { stripVTControlCharacters } from 'node:util';
import { graphemes } from '../editor/boundaries.ts';
import { cells } from '../render/cells.ts';
import type { View } from './view.ts';

/** A picture and what changes it: colour of skin, presentation, tags of a flag, pictures that are joined to it. */
const CHANGED_PICTURE =
  /(\p{Extended_Pictographic})(?:\p{Emoji_Modifier}|\ufe0e|\ufe0f|[\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic})+/gu;
const KEYCAP = /([#*0-9])\ufe0f?\u20e3/gu;

/**
 * A row whose cells all terminals count alike. `⚠️` has two in those that go by graphemes and one in the others (VTE, xterm), a
 * family two or six; ink writes the end of a changed row at the column where its own count has it, in the others into the middle of a
 * word, and a row that grows breaks. So as long as a row may change, a picture is shown as its first part alone.
 */
const agreed = (row: string): string => row.replace(CHANGED_PICTURE, '$1').replace(KEYCAP, '$1');

/** The same rows in cells that all terminals count alike, with the caret where it was in the text. */
export function inAgreedCells<Drawn extends Pick<View, 'lines' | 'cursor'>>(drawn: Drawn): Drawn {
  const { cursor } = drawn;
  const lines = drawn.lines.map(agreed);
  const row = drawn.lines[cursor?.y ?? -1];
  if (!cursor || row === undefined || row === lines[cursor.y]) return { ...drawn, lines };
  return { ...drawn, lines, cursor: { ...cursor, x: cells(agreed(firstCells(row, cursor.x))) } };
}

/** The beginning of a row, by its own count. */
function firstCells(row: string, count: number): string {
  let beginning = '';
  for (const grapheme of graphemes(stripVTControlCharacters(row))) {
    if (cells(beginning) >= count) break;
    beginning += grapheme;
  }
  return beginning;
}
