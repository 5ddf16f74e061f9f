import { filled, inserted } from './change.ts';
import { remembered, withHistory } from './history.ts';
import { commandFor, type EditorKey, newLine, newLineForBackslash } from './keys.ts';
import { expand, isLong } from './pastes.ts';
import { roomIn } from './rows.ts';
import type { Editor, Frame } from './state.ts';

export interface Pressed {
  editor: Editor;
  /** `leave`: Ctrl-D on an empty text. */
  act?: 'submit' | 'leave';
  /** Otherwise the key is for the screen: Ctrl-C, Esc, Tab, paging and whatever else has no meaning here. */
  handled: boolean;
}

/** An empty editor with what was sent in earlier sessions, newest last. */
export const createEditor = (history: readonly string[]): Editor => withHistory(history);

/**
 * One event of ink's useInput. `frame` is the one that the editor was drawn in, so that Up and Down go by the rows that
 * are seen; without it they go by lines. Text that ends in Enter and came at once, as fast typing does over a slow line,
 * is typed and entered; with more line breaks it is a paste of a terminal that does not say so.
 */
export function press(editor: Editor, input: string, key: EditorKey, frame?: Frame): Pressed {
  // Only the kitty protocol tells of a key that is let go: nobody has to do anything then.
  if (key.eventType === 'release') return { editor, handled: true };
  if (key.return) return entered(editor, Boolean(key.shift || key.meta || key.ctrl));
  if (key.escape || key.tab) return { editor, handled: false };
  if (key.ctrl && !key.meta && input === 'd' && editor.text === '') return { editor, act: 'leave', handled: true };
  const command = commandFor(input, key, frame ? roomIn(frame).width : Number.POSITIVE_INFINITY);
  if (command) return { editor: command(editor), handled: true };
  if (key.ctrl || key.meta || key.super || key.hyper || input === '') return { editor, handled: false };
  if (/^[^\r\n]+\r$/.test(input)) return entered(typed(editor, input.slice(0, -1)), false);
  return { editor: typed(editor, input), handled: true };
}

/** What the terminal says was pasted. */
export const paste = (editor: Editor, text: string): Editor => inserted(editor, text, 'other', isLong);

/** The whole text with its pastes put in: what is sent. */
export const expanded = (editor: Editor): string => expand(editor.text, editor);

/** Puts text in at the caret. */
export const insert = (editor: Editor, text: string): Editor => inserted(editor, text, 'other');

/** Another text in place of this one, the caret at its end. Undo brings this one back. */
export const setText = (editor: Editor, text: string): Editor => filled(editor, text);

/** Empty, and no longer in the history. Undo brings the text back. */
export const cleared = (editor: Editor): Editor =>
  editor.text === '' && editor.at === editor.history.length ? editor : filled(editor, '');

/** Empty, with what was sent in the history and nothing to be undone. */
export const submitted = (editor: Editor): Editor => remembered(editor);

const typed = (editor: Editor, text: string): Editor =>
  inserted(editor, text, text.includes('\n') ? 'other' : 'type', isLong);

function entered(editor: Editor, withModifier: boolean): Pressed {
  if (withModifier) return { editor: newLine(editor), handled: true };
  if (editor.text.charAt(editor.cursor - 1) === '\\') return { editor: newLineForBackslash(editor), handled: true };
  return { editor, act: 'submit', handled: true };
}
