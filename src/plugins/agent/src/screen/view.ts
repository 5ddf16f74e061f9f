import { drawEditor } from '../editor/draw-editor.ts';
import type { Editor } from '../editor/state.ts';
import { cells, clipped } from '../render/cells.ts';
import type { Paint } from '../render/paint.ts';
import { type LiveStatus, statusBar } from '../render/status-bar.ts';
import type { Completion } from './choices.ts';
import { type Dialog, dialogLine } from './dialog.ts';
import type { Feed } from './feed.ts';
import type { Field } from './fields.ts';
import { drawViewer, type Viewer } from './viewer.ts';

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

/**
 * The rows below what is printed, fewer than the terminal has: a frame as high as the terminal would take its scrollback
 * with it. `now` in ms since 1970.
 */
export function viewOf(state: ScreenState, { columns, rows }: Size, now: number, paint: Paint): View {
  const height = Math.max(1, rows - 2);
  const bar = state.status ? [statusBar(state.status, columns, paint)] : [];
  // Before the session is open an empty place to type says nothing.
  const nothing = !state.status && !state.dialog && !state.field && !state.viewer && state.editor.text === '';
  // Its keys count, so that it is seen in the lowest terminal.
  if (state.dialog && height < 3 && !state.closed)
    return {
      lines: dialogRows(state.dialog, columns, now, paint).slice(-height),
      cursor: undefined,
      viewer: undefined,
    };
  if (state.closed || nothing || height < 3)
    return { lines: bar.slice(0, height), cursor: undefined, viewer: undefined };
  if (state.viewer) return viewing(state.viewer, columns, height, height < 5 ? [] : bar, paint);
  const box = { columns, rows: Math.max(1, Math.min(MOST_TYPED, Math.floor(height / 3))) };
  const typed = state.dialog
    ? { lines: dialogRows(state.dialog, columns, now, paint), cursor: undefined }
    : drawEditor(state.field?.editor ?? state.editor, { ...box, prompt: PROMPT, continuation: CONTINUATION });
  let room = height - typed.lines.length - bar.length;
  const take = (wanted: readonly string[], least: number): string[] => {
    const taken = wanted.slice(0, Math.max(0, room - least));
    room -= taken.length;
    return [...taken];
  };
  const asked = state.field && !state.dialog ? [paint('bold', clipped(state.field.prompt, columns))] : [];
  const rule = take([paint('dim', '─'.repeat(Math.min(columns, RULE))), ...asked], 0);
  const choices = state.dialog || state.field ? [] : take(choiceRows(state.completion, columns, paint), 2);
  const queued = take(queuedRows(state.queue, columns, paint), 2);
  // What a question waits for does not go on.
  const live = room > 0 && !state.dialog && !state.field ? (state.feed?.live(room, now) ?? []) : [];
  const above = [...live, ...queued, ...rule];
  const cursor = typed.cursor && { x: typed.cursor.x, y: typed.cursor.y + above.length };
  return { lines: [...above, ...typed.lines, ...choices, ...bar], cursor, viewer: undefined };
}

function viewing(viewer: Viewer, columns: number, height: number, bar: string[], paint: Paint): View {
  const { lines, top } = drawViewer(viewer, columns, height - bar.length, paint);
  const page = Math.max(1, height - bar.length - 2);
  return { lines: [...lines, ...bar], cursor: undefined, viewer: { page, top } };
}

const dialogRows = (dialog: Dialog, columns: number, now: number, paint: Paint): string[] => [
  paint('bold', clipped(dialog.heading, columns)),
  dialogLine(dialog, now, columns, paint),
];

function choiceRows(completion: ScreenState['completion'], columns: number, paint: Paint): string[] {
  if (!completion) return [];
  const { at, chosen } = completion;
  const first = Math.max(0, Math.min(chosen - MOST_CHOICES + 1, at.choices.length - MOST_CHOICES));
  const shown = at.choices.slice(first, first + MOST_CHOICES);
  const width = Math.max(...shown.map(({ text }) => cells(text)));
  return shown.map(({ text, about = '' }, i) => {
    const line = clipped(`  ${text}${' '.repeat(Math.max(0, width - cells(text)))}  ${about}`, columns);
    return first + i === chosen ? paint('inverse', line) : paint('dim', line);
  });
}

function queuedRows(queue: readonly string[], columns: number, paint: Paint): string[] {
  const shown = queue.slice(0, MOST_QUEUED).map((text) => clipped(`┊ next: ${text.replaceAll('\n', ' ')}`, columns));
  const rest = queue.length - shown.length;
  return [...shown, ...(rest > 0 ? [clipped(`┊ and ${rest} more`, columns)] : [])].map((line) => paint('dim', line));
}
