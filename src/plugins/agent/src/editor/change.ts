import { ceil, floor } from './boundaries.ts';
import { clean } from './clean.ts';
import { isHeavy, withPaste } from './pastes.ts';
import type { Deed, Draft, Editor } from './state.ts';

const UNDO_STEPS = 200;

/** The caret elsewhere. */
export const moved = (editor: Editor, cursor: number): Editor => ({ ...editor, cursor, last: 'move', goal: undefined });

/**
 * Another draft, which undo takes back. Deeds of one kind in a row are one step, typing up to the end of a word.
 */
export function changed(editor: Editor, draft: Partial<Draft>, deed: Deed): Editor {
  const { text, cursor, undo, last } = editor;
  const wordEnded = deed === 'type' && /\s/.test(text.charAt(cursor - 1));
  const same = deed === last && deed !== 'other' && !wordEnded && undo.length > 0;
  const steps = same ? undo : [...undo, draftOf(editor)].slice(-UNDO_STEPS);
  return { ...editor, ...draft, undo: steps, redo: [], last: deed, goal: undefined };
}

/** Puts a clean text in place of a stretch. The caret is then behind it, or behind what it has become one character with. */
export function replaced(editor: Editor, from: number, to: number, put: string, deed: Deed): Editor {
  if (from === to && put === '') return editor;
  const text = editor.text.slice(0, from) + put + editor.text.slice(to);
  return changed(editor, { text, cursor: ceil(text, from + put.length) }, deed);
}

/** Takes a stretch out and keeps it for Ctrl-Y, together with what was taken out just before. */
export function killed(editor: Editor, from: number, to: number): Editor {
  if (from === to) return editor;
  const cut = editor.text.slice(from, to);
  const before = editor.last === 'kill' ? editor.kill : '';
  const kill = from < editor.cursor ? cut + before : before + cut;
  return { ...replaced(editor, from, to, '', 'kill'), kill };
}

/** Puts in what may hold anything; as a chip where `asChip` says so of the clean text. */
export function inserted(editor: Editor, raw: string, deed: Deed, asChip = isHeavy): Editor {
  const { text, cursor } = editor;
  const before = cursor === 0 ? '' : text.slice(floor(text, cursor - 1), cursor);
  const { put, ...pastes } = withPaste(editor, clean(raw, before), asChip);
  return { ...replaced(editor, cursor, cursor, put, deed), ...pastes };
}

/** The same in place of all of the text, as a new message. */
export function filled(editor: Editor, raw: string): Editor {
  const { put, ...pastes } = withPaste(editor, clean(raw), isHeavy);
  const draft = { text: put, cursor: put.length, at: editor.history.length, drafts: {} };
  return { ...changed(editor, draft, 'other'), ...pastes };
}

const draftOf = ({ text, cursor, at, drafts }: Editor): Draft => ({ text, cursor, at, drafts });

export function undone(editor: Editor): Editor {
  const draft = editor.undo.at(-1);
  if (!draft) return editor;
  const redo = [...editor.redo, draftOf(editor)];
  return { ...editor, ...draft, undo: editor.undo.slice(0, -1), redo, last: 'other', goal: undefined };
}

/** Takes an undo back: text and caret are where they were before it. */
export function redone(editor: Editor): Editor {
  const draft = editor.redo.at(-1);
  if (!draft) return editor;
  const undo = [...editor.undo, draftOf(editor)];
  return { ...editor, ...draft, undo, redo: editor.redo.slice(0, -1), last: 'other', goal: undefined };
}
