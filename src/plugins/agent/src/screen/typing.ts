import type { Talk } from '../chat/talk.ts';
import { cleared, createEditor, expanded, paste, press, setText, submitted } from '../editor/editor.ts';
import { withEarlier } from '../editor/history.ts';
import type { EditorKey } from '../editor/keys.ts';
import { pastesOf } from '../editor/pastes.ts';
import type { Editor, Frame } from '../editor/state.ts';
import { Completing, type CompletingKey } from './completing.ts';
import { sentBefore } from './history.ts';
import type { ScreenState } from './view.ts';
import type { Page } from './viewer.ts';

export interface TypingOptions {
  /** Where the editor is drawn. */
  frame(): Frame;
  /** What is offered can be seen. Otherwise no key takes it. */
  offers(): boolean;
  changed(): void;
  /** A line was sent. False: the conversation is at work, and the line waits. */
  send(line: string): boolean;
}

/** What a key asks of the screen, where it is none of the text's. */
export type Asked = 'leave' | 'stop' | 'calls' | 'pastes' | undefined;

/** The next message: its text, what is offered while it is typed, and the messages that wait for the turn to end. */
export class Typing {
  private editor: Editor = createEditor([]);
  private queue: readonly string[] = [];
  private completion: ScreenState['completion'];
  private historyRead = false;
  /** Ctrl-X was the last key: Ctrl-U behind it undoes, as in a shell, and Ctrl-R does it again. */
  private chord = false;
  private talk: Talk | undefined;
  private readonly completing: Completing;
  private readonly options: TypingOptions;

  constructor(options: TypingOptions) {
    this.options = options;
    this.completing = new Completing((completion) => {
      this.completion = completion;
      options.changed();
    });
  }

  /** What of it is drawn. */
  get state(): Pick<ScreenState, 'editor' | 'queue' | 'completion'> {
    const { editor, queue, completion } = this;
    return { editor, queue, completion };
  }

  get empty(): boolean {
    return this.editor.text === '';
  }

  /** The session that is open decides what is offered and what was sent before. */
  attach(talk: Talk): void {
    this.talk = talk;
    this.completing.talk = talk;
    this.historyRead = false;
  }

  press(input: string, key: EditorKey & CompletingKey): Asked {
    const behindX = this.chord;
    this.chord = key.ctrl === true && input === 'x';
    if (behindX && key.ctrl && input === 'u') return this.press('_', key);
    if (behindX && key.ctrl && input === 'r') return this.press('_', { ...key, meta: true });
    if (this.options.offers() && this.completing.press(this.state, key, (editor) => this.edit(editor)))
      return undefined;
    if (key.upArrow) this.readHistory();
    const { editor, act, handled } = press(this.editor, input, key, this.options.frame());
    if (handled) {
      this.edit(editor);
      if (act === 'submit') this.submit();
      return act === 'leave' ? 'leave' : undefined;
    }
    if (key.escape) return 'stop';
    if (key.tab) this.completing.look(this.editor);
    if (!key.ctrl) return undefined;
    return input === 'o' ? 'calls' : input === 'g' ? 'pastes' : undefined;
  }

  /** A key that was meant for the text while something else is shown: it sends and offers nothing. */
  keep(input: string, key: EditorKey & CompletingKey): void {
    if (key.return || key.escape || key.tab) return;
    this.put(press(this.editor, input, key, this.options.frame()).editor);
  }

  paste(text: string): void {
    this.edit(paste(this.editor, text));
  }

  clear(): void {
    this.edit(cleared(this.editor));
  }

  /** A text to be sent again, before what is being typed. */
  offer(text: string): void {
    const all = [text, expanded(this.editor)].filter(Boolean).join('\n');
    this.put(setText(this.editor, all));
  }

  /** Nothing is offered any more. */
  close(): void {
    this.completing.close();
  }

  /** The first message that waits; `steering`: only where it is one for the model. */
  takeQueued({ steering = false } = {}): string | undefined {
    const [next, ...rest] = this.queue;
    if (next === undefined || (steering && next.startsWith('/'))) return undefined;
    this.queue = rest;
    this.options.changed();
    return next;
  }

  /** What was meant for a turn that came to its end goes back to where it was typed, behind a message that was not sent. */
  giveBack(unsent?: string): void {
    if (this.queue.length === 0 && unsent === undefined) return;
    const text = [unsent ?? '', ...this.queue].filter(Boolean).join('\n');
    this.queue = [];
    this.offer(text);
  }

  /** The long pastes of the text, to be read. */
  pastes(): Page[] {
    return pastesOf(this.editor).map(({ label, text }) => ({ title: label, text }));
  }

  private put(editor: Editor): void {
    this.editor = editor;
    this.options.changed();
  }

  private edit(editor: Editor): void {
    const before = this.editor;
    this.put(editor);
    if (editor.text === before.text && editor.cursor === before.cursor) return;
    // Otherwise the next arrow would choose among what is offered, and not go on.
    if (editor.last === 'move' || editor.last === 'recall') this.completing.close();
    else this.completing.typed(editor);
  }

  private submit(): void {
    const line = expanded(this.editor).trim();
    if (line === '') return;
    this.completing.close();
    this.put(submitted(this.editor));
    if (this.options.send(line)) return;
    this.queue = [...this.queue, line];
    this.options.changed();
  }

  /** Only when it is asked for: it takes a look at the last sessions. */
  private readHistory(): void {
    if (this.historyRead || !this.talk) return;
    this.historyRead = true;
    this.editor = withEarlier(this.editor, sentBefore(this.talk.chat));
  }
}
