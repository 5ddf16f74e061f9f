import { createEditor, paste, press } from '../../src/editor/editor.ts';
import type { EditorKey } from '../../src/editor/keys.ts';
import type { Editor, Frame } from '../../src/editor/state.ts';

/** One key: what ink gives for it. */
export type Stroke = readonly [input: string, key: EditorKey];

const NAMED: Readonly<Record<string, EditorKey>> = {
  Up: { upArrow: true },
  Down: { downArrow: true },
  Left: { leftArrow: true },
  Right: { rightArrow: true },
  Home: { home: true },
  End: { end: true },
  Backspace: { backspace: true },
  Delete: { delete: true },
};

/** `<C-w>`, `<M-b>`, `<CM-_>`, `<S-Enter>`, `<Left>`, `<M-Left>`; what is not in brackets is typed by the character. */
export function strokes(script: string): Stroke[] {
  return Array.from(
    script.matchAll(/<(?:([CMS]{1,2})-)?([A-Z][a-z]+|[a-z_])>|./gsu),
    ([all, modifiers = '', name]): Stroke => {
      if (name === undefined) return [all, {}];
      const key: EditorKey = {
        ctrl: modifiers.includes('C'),
        meta: modifiers.includes('M'),
        shift: modifiers.includes('S'),
      };
      if (name === 'Enter') return ['\r', { ...key, return: true }];
      return name.length > 1 ? ['', { ...key, ...NAMED[name] }] : [name, key];
    },
  );
}

export const play = (editor: Editor, script: string, frame?: Frame): Editor =>
  strokes(script).reduce((now, [input, key]) => press(now, input, key, frame).editor, editor);

export const fresh = (script = '', history: readonly string[] = []): Editor => play(createEditor(history), script);

/** The text with the caret as `|`. */
export const seen = ({ text, cursor }: Editor): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

export const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i + 1}`).join('\n');

export const pasted = (text: string): Editor => paste(fresh(), text);
