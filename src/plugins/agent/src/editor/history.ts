import { changed } from './change.ts';
import { clean } from './clean.ts';
import { expand, isHeavy, pastesIn, withPaste } from './pastes.ts';
import { type Editor, EMPTY } from './state.ts';

const MOST_KEPT = 500;

/** An empty editor that remembers these messages, newest last. They come from a file, so they may hold anything. */
export function withHistory(messages: readonly string[]): Editor {
  let kept: Pick<Editor, 'pastes' | 'pasted'> = { pastes: EMPTY.pastes, pasted: 0 };
  const history = messages.slice(-MOST_KEPT).map((message) => {
    const { put, ...pastes } = withPaste(kept, clean(message), isHeavy);
    kept = pastes;
    return put;
  });
  return { ...EMPTY, ...kept, history, at: history.length };
}

/** What is being written stays; messages of earlier sessions, newest last, come before its own in the history, none twice. */
export function withEarlier(editor: Editor, messages: readonly string[]): Editor {
  const own = new Set(editor.history.map((text) => expand(text, editor)));
  let kept: Pick<Editor, 'pastes' | 'pasted'> = { pastes: editor.pastes, pasted: editor.pasted };
  const earlier = messages.flatMap((message) => {
    if (own.has(message)) return [];
    const { put, ...pastes } = withPaste(kept, clean(message), isHeavy);
    kept = pastes;
    return [put];
  });
  const history = [...earlier, ...editor.history].slice(-MOST_KEPT);
  const by = history.length - editor.history.length;
  const shifted = <T extends Pick<Editor, 'at' | 'drafts'>>(one: T): T => ({
    ...one,
    at: one.at + by,
    drafts: Object.fromEntries(Object.entries(one.drafts).map(([at, text]) => [Number(at) + by, text])),
  });
  return { ...shifted(editor), ...kept, history, undo: editor.undo.map(shifted), redo: editor.redo.map(shifted) };
}

/** The entry before or behind the one shown; `undefined` where there is none. What was changed in this one is kept. */
export function recalled(editor: Editor, by: -1 | 1): Editor | undefined {
  const at = editor.at + by;
  if (at < 0 || at > editor.history.length) return undefined;
  const drafts = { ...editor.drafts, [editor.at]: editor.text };
  const text = drafts[at] ?? editor.history[at] ?? '';
  return changed(editor, { text, cursor: text.length, at, drafts }, 'recall');
}

/** Empty, with what was written in the history; blanks, and what was also sent just before, are not kept twice. */
export function remembered(editor: Editor): Editor {
  const { text, kill, pasted } = editor;
  const newest = editor.history.at(-1);
  const again = newest !== undefined && expand(newest, editor) === expand(text, editor);
  const history = again || text.trim() === '' ? editor.history : [...editor.history, text].slice(-MOST_KEPT);
  const pastes = pastesIn([...history, kill], editor.pastes);
  return { ...EMPTY, history, at: history.length, pastes, pasted, kill };
}
