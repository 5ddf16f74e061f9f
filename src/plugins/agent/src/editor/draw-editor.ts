import { type Line, lineAt } from './boundaries.ts';
import { type Row, roomIn, rowAround, rowAt, rowsOf } from './rows.ts';
import type { Editor, Frame } from './state.ts';

export interface Drawing {
  /** Plain text, each at most `columns` cells. */
  lines: string[];
  /** Of the caret, inside the box: cells from its left, rows from its top. */
  cursor: { x: number; y: number };
}

/**
 * The editor in a box, scrolled so that the caret is in it, as near to the middle as the text's ends allow. Where rows are
 * hidden above or below, `…` stands instead of the prompt of the first or last row. A box of one row moves along the line instead,
 * so that what was typed last is seen. Only the lines that may be seen are looked at.
 */
export function drawEditor(editor: Editor, box: Frame & { rows: number }): Drawing {
  const { width, indent, prompt, continuation } = roomIn(box);
  const height = Math.max(1, box.rows);
  const line = lineAt(editor.text, editor.cursor);
  if (height === 1) {
    const { text, column, whole } = rowAround(editor, line, width);
    const hidden = !whole || line.from > 0 || line.to < editor.text.length;
    return { lines: [(hidden ? mark(indent) : prompt) + text], cursor: { x: indent + column, y: 0 } };
  }
  const rows = rowsOf(editor, line, width);
  const inLine = rowAt(rows, editor.cursor);
  const above = rowsAbove(editor, line, width, height);
  const below = rowsBelow(editor, line, width, height);

  const all = [...above.rows, ...rows, ...below.rows];
  const caret = above.rows.length + inLine;
  const top = Math.max(0, Math.min(caret - Math.floor(height / 2), all.length - height));
  const shown = all.slice(top, top + height);
  const hiddenAbove = above.more || top > 0;
  const hiddenBelow = below.more || top + height < all.length;

  const prefix = (y: number): string => {
    if ((y === 0 && hiddenAbove) || (y === shown.length - 1 && hiddenBelow)) return mark(indent);
    return y === 0 ? prompt : continuation;
  };
  const column = rows[inLine]?.stops.find(({ at }) => at === editor.cursor)?.column ?? 0;
  return {
    lines: shown.map(({ text }, y) => prefix(y) + text),
    cursor: { x: indent + column, y: caret - top },
  };
}

/** Stands for the prompt where something is hidden. */
const mark = (indent: number): string => '…'.padEnd(indent).slice(0, indent);

interface Beside {
  rows: Row[];
  /** There are lines that were not looked at. */
  more: boolean;
}

/** The rows of as many lines as fill the box. */
function rowsAbove(editor: Editor, { from }: Line, width: number, height: number): Beside {
  let rows: Row[] = [];
  let start = from;
  while (start > 0 && rows.length < height) {
    const line = lineAt(editor.text, start - 1);
    rows = [...rowsOf(editor, line, width), ...rows];
    start = line.from;
  }
  return { rows, more: start > 0 };
}

function rowsBelow(editor: Editor, { to }: Line, width: number, height: number): Beside {
  const rows: Row[] = [];
  let end = to;
  while (end < editor.text.length && rows.length < height) {
    const line = lineAt(editor.text, end + 1);
    rows.push(...rowsOf(editor, line, width));
    end = line.to;
  }
  return { rows, more: end < editor.text.length };
}
