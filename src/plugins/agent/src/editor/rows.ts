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
  let at = from;
  const rows = [row];
  const wrap = (): void => {
    row = { text: '', stops: [] };
    column = 0;
    rows.push(row);
  };
  for (const grapheme of graphemes(editor.text.slice(from, to))) {
    const shown = shownAs(grapheme, editor, width);
    const cells = stringWidth(shown);
    if (column > 0 && column + Math.max(1, cells) > width) wrap();
    row.stops.push({ at, column });
    row.text += shown;
    column += cells;
    at += grapheme.length;
  }
  if (column >= width && editor.cursor === to) wrap();
  if (column < width) row.stops.push({ at: to, column });
  return rows;
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
