import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { drawEditor } from '../editor/draw-editor.ts';
import type { Editor } from '../editor/state.ts';
import { cells, clipped, rowsOf } from '../render/cells.ts';
import type { Paint } from '../render/paint.ts';
import { type LiveStatus, statusBar } from '../render/status-bar.ts';
import type { Completion } from './choices.ts';
import { type Dialog, dialogLine } from './dialog.ts';
import type { Feed } from './feed.ts';
import type { Field } from './fields.ts';
import { drawViewer, pageIn, type Viewer } from './viewer.ts';

/** Everything that is drawn below what has been printed. */
export interface ScreenState {
  editor: Editor;
  feed: Pick<Feed, 'live'> | undefined;
  status: LiveStatus | undefined;
  dialog: Dialog | undefined;
  field: Field | undefined;
  viewer: Viewer | undefined;
  completion: { at: Completion; chosen: number } | undefined;
  /** Messages that wait for the turn to end. */
  queue: readonly string[];
  /** What is asked for before there is a session. */
  waiting: string | undefined;
  /** The conversation is over: nothing is drawn but the status. */
  closed: boolean;
}

export interface View {
  lines: string[];
  /** Of the caret, from the first line; absent where nothing is typed. */
  cursor: { x: number; y: number } | undefined;
  /** Rows of a page of the viewer, and where its text is. */
  viewer: { page: number; top: number } | undefined;
}

export interface Size {
  columns: number;
  rows: number;
}

export const PROMPT = '● ';
export const CONTINUATION = '  ';

const MOST_CHOICES = 6;
const MOST_QUEUED = 2;
const MOST_TYPED = 10;
/**
 * Cells of the rule above what is typed. Were it as wide as the terminal, a window that is dragged narrower would break it into
 * two rows at every step, of which ink takes back one.
 */
const RULE = 20;

/** Rows that may be drawn: a frame as high as the terminal would take its scrollback with it. One is drawn in the lowest, too. */
const heightIn = (rows: number): number => Math.max(1, rows - 2);

/** Whether what is offered can be seen: with one row what is typed has it. */
export const offersIn = (rows: number): boolean => heightIn(rows) > 1;

/**
 * The rows below what is printed, fewer than the terminal has. In a low terminal what takes the keys comes first, then the status,
 * then what goes on. `now` in ms since 1970.
 */
export function viewOf(state: ScreenState, { columns, rows }: Size, now: number, paint: Paint): View {
  const height = heightIn(rows);
  const bar = state.status ? [statusBar(state.status, columns, paint)] : [];
  // Before the session is open an empty place to type says nothing.
  const typed = state.editor.text !== '' || state.queue.length > 0;
  const nothing = !state.status && !state.dialog && !state.field && !state.viewer && !typed;
  const waiting = state.waiting === undefined ? [] : [paint('dim', clipped(`┊ ${neutralise(state.waiting)}`, columns))];
  if (state.closed) return { lines: bar, cursor: undefined, viewer: undefined };
  if (nothing) return { lines: waiting, cursor: undefined, viewer: undefined };
  if (state.viewer) return viewing(state.viewer, columns, height, height < 5 ? [] : bar, paint);
  const keys = keyRows(state, { columns, height }, now, paint);
  let room = height - keys.lines.length;
  const take = (wanted: readonly string[], least: number): string[] => {
    const taken = wanted.slice(0, Math.max(0, room - least));
    room -= taken.length;
    return [...taken];
  };
  const asks = state.dialog !== undefined || state.field !== undefined;
  const most = Math.min(MOST_CHOICES, Math.max(1, room - bar.length - 3));
  const choices = asks ? [] : take(choiceRows(state.completion, columns, most, paint), 0);
  const foot = take(bar, 0);
  const rule = take([paint('dim', '─'.repeat(Math.min(columns, RULE)))], asks ? 0 : 1);
  const queued = take(queuedRows(state.queue, columns, paint), 2);
  // What a question waits for does not go on.
  const live = room > 0 && !asks ? (state.feed?.live(room, now) ?? waiting) : [];
  const above = [...live, ...queued, ...rule];
  const cursor = keys.cursor && { x: keys.cursor.x, y: keys.cursor.y + above.length };
  return { lines: [...above, ...keys.lines, ...choices, ...foot], cursor, viewer: undefined };
}

/** What takes the keys: a question, a line that is asked for with its prompt, or the next message. */
function keyRows(
  state: ScreenState,
  { columns, height }: { columns: number; height: number },
  now: number,
  paint: Paint,
): Pick<View, 'lines' | 'cursor'> {
  if (state.dialog) return { lines: dialogRows(state.dialog, columns, height, now, paint), cursor: undefined };
  const box = { columns, rows: Math.max(1, Math.min(MOST_TYPED, Math.floor(height / 3))) };
  const { field } = state;
  if (!field) return drawEditor(state.editor, { ...box, prompt: PROMPT, continuation: CONTINUATION });
  if (height === 1) {
    const prompt = `${clipped(field.prompt.trim(), Math.floor(columns / 2) - 1)} `;
    return drawEditor(field.editor, { ...box, prompt, continuation: CONTINUATION });
  }
  const { lines, cursor } = drawEditor(field.editor, { ...box, prompt: PROMPT, continuation: CONTINUATION });
  const asked = promptRows(field.prompt, columns, box.rows).map((row) => paint('bold', row));
  return { lines: [...asked, ...lines], cursor: { x: cursor.x, y: cursor.y + asked.length } };
}

/** At most so many; a mark says where there is more. */
function promptRows(prompt: string, columns: number, most: number): string[] {
  const rows = rowsOf(prompt, columns);
  const shown = rows.length <= most ? rows : [...rows.slice(0, most - 1), rows.slice(most - 1).join('')];
  // A single character may be wider than the terminal.
  return shown.map((row) => clipped(row, columns));
}

function viewing(viewer: Viewer, columns: number, height: number, bar: string[], paint: Paint): View {
  const { lines, top } = drawViewer(viewer, columns, height - bar.length, paint);
  return { lines: [...lines, ...bar], cursor: undefined, viewer: { page: pageIn(height - bar.length), top } };
}

/** Where there is one row, what the keys do comes first: the question itself is printed above. */
function dialogRows(dialog: Dialog, columns: number, height: number, now: number, paint: Paint): string[] {
  const line = dialogLine(dialog, now, columns, paint);
  if (height > 1) return [paint('bold', clipped(dialog.heading, columns)), line];
  const room = columns - cells(line) - 2;
  return [cells(dialog.heading) <= room ? `${paint('bold', dialog.heading)}  ${line}` : line];
}

/** At most so many, the chosen one among them. */
function choiceRows(completion: ScreenState['completion'], columns: number, most: number, paint: Paint): string[] {
  if (!completion) return [];
  const { at, chosen } = completion;
  const first = Math.max(0, Math.min(chosen - most + 1, at.choices.length - most));
  const shown = at.choices.slice(first, first + most);
  const width = Math.max(...shown.map(({ text }) => cells(text)));
  return shown.map(({ text, about = '' }, i) => {
    const line = clipped(`  ${text}${' '.repeat(Math.max(0, width - cells(text)))}  ${about}`, columns);
    return first + i === chosen ? chosenRow(line, paint) : paint('dim', line);
  });
}

/** Where there are no colours a mark tells which one it is. */
function chosenRow(line: string, paint: Paint): string {
  const painted = paint('inverse', line);
  return painted === line ? line.replace(/^ /, '›') : painted;
}

function queuedRows(queue: readonly string[], columns: number, paint: Paint): string[] {
  const shown = queue.slice(0, MOST_QUEUED).map((text) => clipped(`┊ next: ${text.replaceAll('\n', ' ')}`, columns));
  const rest = queue.length - shown.length;
  return [...shown, ...(rest > 0 ? [clipped(`┊ and ${rest} more`, columns)] : [])].map((line) => paint('dim', line));
}
