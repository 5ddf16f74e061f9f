import { createEditor, expanded, paste, press } from '../editor/editor.ts';
import type { EditorKey } from '../editor/keys.ts';
import type { Editor } from '../editor/state.ts';
import { QUIET_MS } from './dialog.ts';

/** A line that is asked for, in place of the next message. */
export interface Field {
  prompt: string;
  editor: Editor;
}

/** Keys that are held down come faster, in ms. */
const REPEAT_MS = 200;

/** Asks for lines, as forms of MCP servers do, one at a time. What the user was typing stays for afterwards. */
export class Fields {
  private open: { field: Field; armedAt: number; answer(text: string): void } | undefined;
  private readonly show: (field: Field | undefined) => void;
  private readonly now: () => number;

  /** `now`: in ms since 1970. */
  constructor(show: (field: Field | undefined) => void, now: () => number) {
    this.show = show;
    this.now = now;
  }

  /** Rejects with the signal's reason. */
  async ask(prompt: string, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop);
    const armedAt = this.now() + QUIET_MS;
    this.open = { field: { prompt, editor: createEditor([]) }, armedAt, answer: resolve };
    this.show(this.open.field);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.open = undefined;
      this.show(undefined);
    }
  }

  /**
   * False: the key is not for a field. Esc never is: it stops the call that asks. Enter by itself sends what is suggested: one that
   * was meant for the question before does not.
   */
  press(input: string, key: EditorKey): boolean {
    if (!this.open || key.escape) return false;
    const now = this.now();
    if (key.return && this.open.field.editor.text === '' && now < this.open.armedAt) {
      this.open.armedAt = Math.max(this.open.armedAt, now + REPEAT_MS);
      return true;
    }
    const { editor, act } = press(this.open.field.editor, input, key);
    this.change(editor);
    if (act === 'submit') this.open.answer(expanded(editor));
    return true;
  }

  pasted(text: string): boolean {
    if (!this.open) return false;
    this.change(paste(this.open.field.editor, text));
    return true;
  }

  private change(editor: Editor): void {
    if (!this.open) return;
    this.open.field = { ...this.open.field, editor };
    this.show(this.open.field);
  }
}
