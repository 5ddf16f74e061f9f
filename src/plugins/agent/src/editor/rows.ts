import stringWidth from 'string-width';
import { graphemes, type Line, lineAt } from './boundaries.ts';
import type { Editor, Frame } from './state.ts';

/** A place for the caret: index in the text and column in cells. */
interface Stop {
  at: number;
  column: number;
}

/** What is shown in one row, without its prompt. Every place of the caret is in one row only. */
export interface Row {
  text: string;
  stops: Stop[];
}

const TAB = '    ';

/** A frame as it can be kept: both prompts of one width, none where they would leave no room for a wide character. */
export function roomIn({ columns, prompt, continuation }: Frame) {
  const wanted = Math.max(stringWidth(prompt), stringWidth(continuation));
  const indent = columns - wanted < 2 ? 0 : wanted;
  const padded = (text: string): string => (indent === 0 ? '' : text + ' '.repeat(indent - stringWidth(text)));
  return { width: Math.max(1, columns - indent), indent, prompt: padded(prompt), continuation: padded(continuation) };
}

/**
 * A line in rows of at most `width` cells. Nothing is split at the border. Behind a full row the caret is at the start of
 * the next one, which is there for it even where the line has no more text.
 */
export function rowsOf(editor: Editor, { from, to }: Line, width: number): Row[] {
  let row: Row = { text: '', stops: [] };
  let column = 0;
  const rows = [row];
  const wrap = (): void => {
    row = { text: '', stops: [] };
    column = 0;
    rows.push(row);
  };
  for (const { at, shown, cells } of piecesOf(editor, { from, to }, width)) {
    if (column > 0 && column + Math.max(1, cells) > width) wrap();
    row.stops.push({ at, column });
    row.text += shown;
    column += cells;
  }
  if (column >= width && editor.cursor === to) wrap();
  if (column < width) row.stops.push({ at: to, column });
  return rows;
}

/** One character of a line as it is shown. */
interface Piece {
  at: number;
  shown: string;
  cells: number;
}

function piecesOf(editor: Editor, { from, to }: Line, width: number): Piece[] {
  let at = from;
  return graphemes(editor.text.slice(from, to)).map((grapheme) => {
    const shown = shownAs(grapheme, editor, width);
    const piece = { at, shown, cells: stringWidth(shown) };
    at += grapheme.length;
    return piece;
  });
}

/**
 * A line in a single row, as much before the caret as fits and up to a third of the row behind it. `column`: the caret's; `whole`:
 * nothing is left out.
 */
export function rowAround(editor: Editor, line: Line, width: number): { text: string; column: number; whole: boolean } {
  const pieces = piecesOf(editor, line, width);
  const caret = pieces.findIndex(({ at }) => at >= editor.cursor);
  const [before, behind] = caret < 0 ? [pieces, []] : [pieces.slice(0, caret), pieces.slice(caret)];
  const sum = (some: readonly Piece[]): number => some.reduce((cells, piece) => cells + piece.cells, 0);
  const right = Math.max(1, behind[0]?.cells ?? 0, Math.min(sum(behind), Math.floor(width / 3)));
  let room = width - right;
  const first = before.findLastIndex(({ cells }) => {
    room -= cells;
    return room < 0;
  });
  const left = before.slice(first + 1);
  const column = sum(left);
  room = width - column;
  const end = behind.findIndex(({ cells }) => {
    room -= cells;
    return room < 0;
  });
  const shown = [...left, ...(end < 0 ? behind : behind.slice(0, end))];
  return { text: shown.map((piece) => piece.shown).join(''), column, whole: shown.length === pieces.length };
}

/** The row with the caret. */
export const rowAt = (rows: readonly Row[], cursor: number): number =>
  rows.findIndex(({ stops }) => stops.some(({ at }) => at === cursor));

/** The caret a row up or down, in the same column as far as that has one; `undefined` where there is no such row. */
export function movedByRow(editor: Editor, by: -1 | 1, width: number): Editor | undefined {
  const { text, cursor } = editor;
  const line = lineAt(text, cursor);
  const rows = rowsOf(editor, line, width);
  const index = rowAt(rows, cursor);
  const goal = editor.goal ?? rows[index]?.stops.find(({ at }) => at === cursor)?.column ?? 0;
  const other = by < 0 ? line.from - 1 : line.to + 1;
  const beside = other >= 0 && other <= text.length ? rowsOf(editor, lineAt(text, other), width) : [];
  const row = rows[index + by] ?? beside.at(by < 0 ? -1 : 0);
  const stop = row?.stops.findLast(({ column }) => column <= goal);
  return stop && { ...editor, cursor: stop.at, last: 'move', goal };
}

/** What is wider than a whole row is cut to fit one. */
function shownAs(grapheme: string, { pastes }: Editor, width: number): string {
  const shown = grapheme === '\t' ? TAB : (pastes.get(grapheme)?.label ?? grapheme);
  if (stringWidth(shown) <= width) return shown;
  return shown === grapheme ? '…' : shown === TAB ? TAB.slice(0, width) : `${shown.slice(0, width - 1)}…`;
}
