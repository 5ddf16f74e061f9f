import { lineAt, next, previous, wordBefore, wordBehind } from './boundaries.ts';
import { inserted, killed, moved, redone, replaced, undone } from './change.ts';
import { recalled } from './history.ts';
import { movedByRow } from './rows.ts';
import type { Editor } from './state.ts';

/** What is read of ink's `Key`. */
export interface EditorKey {
  upArrow?: boolean;
  downArrow?: boolean;
  leftArrow?: boolean;
  rightArrow?: boolean;
  home?: boolean;
  end?: boolean;
  return?: boolean;
  escape?: boolean;
  tab?: boolean;
  backspace?: boolean;
  delete?: boolean;
  ctrl?: boolean;
  shift?: boolean;
  meta?: boolean;
  super?: boolean;
  hyper?: boolean;
  eventType?: string;
}

type Command = (editor: Editor) => Editor;

const left: Command = (editor) => moved(editor, previous(editor.text, editor.cursor));
const right: Command = (editor) => moved(editor, next(editor.text, editor.cursor));
const wordLeft: Command = (editor) => moved(editor, wordBefore(editor.text, editor.cursor));
const wordRight: Command = (editor) => moved(editor, wordBehind(editor.text, editor.cursor));
const lineStart: Command = (editor) => moved(editor, lineAt(editor.text, editor.cursor).from);
const lineEnd: Command = (editor) => moved(editor, lineAt(editor.text, editor.cursor).to);

const eraseBefore: Command = (editor) =>
  replaced(editor, previous(editor.text, editor.cursor), editor.cursor, '', 'erase');
const eraseBehind: Command = (editor) => replaced(editor, editor.cursor, next(editor.text, editor.cursor), '', 'erase');
const killWordBefore: Command = (editor) => killed(editor, wordBefore(editor.text, editor.cursor), editor.cursor);
const killWordBehind: Command = (editor) => killed(editor, editor.cursor, wordBehind(editor.text, editor.cursor));
const killToStart: Command = (editor) => killed(editor, lineAt(editor.text, editor.cursor).from, editor.cursor);

/** At a line's end the line feed, so that the key held down takes one line after the other. */
const killToEnd: Command = (editor) => {
  const { to } = lineAt(editor.text, editor.cursor);
  return killed(editor, editor.cursor, to === editor.cursor ? next(editor.text, to) : to);
};
const yank: Command = (editor) => replaced(editor, editor.cursor, editor.cursor, editor.kill, 'other');

export const newLine: Command = (editor) => inserted(editor, '\n', 'other');

/** What a backslash before Enter does. */
export const newLineForBackslash: Command = (editor) =>
  replaced(editor, editor.cursor - 1, editor.cursor, '\n', 'other');

/** By Ctrl and a letter; Ctrl-Z is the screen's. Ctrl-_ comes as `_`, and with the kitty protocol as the key that it is typed with. */
const CONTROL: Readonly<Record<string, Command>> = {
  a: lineStart,
  d: eraseBehind,
  e: lineEnd,
  h: eraseBefore,
  j: newLine,
  k: killToEnd,
  u: killToStart,
  w: killWordBefore,
  y: yank,
  _: undone,
  '-': undone,
  '/': undone,
};

/** Ctrl-Alt and the key of undo, as in Emacs. Alt-_ alone begins a terminal's reply. */
const CONTROL_ALT: Readonly<Record<string, Command>> = { _: redone, '-': redone, '/': redone };

const ALT: Readonly<Record<string, Command>> = { b: wordLeft, f: wordRight, d: killWordBehind };

/** A row up or down; from the first or last one through the history, and where that ends to the text's own end. */
const vertical =
  (by: -1 | 1, width: number): Command =>
  (editor) =>
    movedByRow(editor, by, width) ?? recalled(editor, by) ?? moved(editor, by < 0 ? 0 : editor.text.length);

/** What a key does that is neither text nor Enter; `undefined` for those that are not the editor's. */
export function commandFor(input: string, key: EditorKey, width: number): Command | undefined {
  const byWord = key.ctrl === true || key.meta === true;
  if (key.upArrow) return vertical(-1, width);
  if (key.downArrow) return vertical(1, width);
  if (key.leftArrow) return byWord ? wordLeft : left;
  if (key.rightArrow) return byWord ? wordRight : right;
  if (key.home) return lineStart;
  if (key.end) return lineEnd;
  if (key.backspace) return byWord ? killWordBefore : eraseBefore;
  if (key.delete) return byWord ? killWordBehind : eraseBehind;
  if (key.super || key.hyper || !(key.ctrl || key.meta)) return undefined;
  const name = input.toLowerCase();
  // Most terminals send Ctrl-Z for it, which is the screen's.
  if (key.ctrl && key.shift && !key.meta && name === 'z') return redone;
  const commands = key.ctrl ? (key.meta ? CONTROL_ALT : CONTROL) : ALT;
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
