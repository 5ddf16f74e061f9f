import type { AskUser } from '../approvals/approver.ts';
import { oneQuestion } from '../approvals/one-question.ts';
import { greeting } from '../chat/greeting.ts';
import type { OpenChat } from '../chat/open-chat.ts';
import type { Surface, Talk } from '../chat/talk.ts';
import type { EditorKey } from '../editor/keys.ts';
import type { AgentEvent } from '../loop/events.ts';
import type { Style } from '../markdown/style.ts';
import type { AskText } from '../mcp/elicit.ts';
import { rowsOf } from '../render/cells.ts';
import type { Paint } from '../render/paint.ts';
import type { Status } from '../render/status-line.ts';
import { inAgreedCells } from './agreed-cells.ts';
import type { CompletingKey } from './completing.ts';
import type { DialogKey } from './dialog.ts';
import { createFeed, type Feed } from './feed.ts';
import { Fields } from './fields.ts';
import { keysIn } from './keys-in.ts';
import { Prints } from './prints.ts';
import { Questions } from './questions.ts';
import { replayed } from './replay.ts';
import { Replies } from './replies.ts';
import { toolPages } from './tool-pages.ts';
import { Typing } from './typing.ts';
import { userLines } from './user-lines.ts';
import { CONTINUATION, offersIn, PROMPT, type ScreenState, type Size, type View, viewOf } from './view.ts';
import { type Page, pressViewer, type ViewerKey } from './viewer.ts';

export type ScreenKey = DialogKey & ViewerKey & EditorKey & CompletingKey;

export interface ScreenOptions {
  paint: Paint;
  style: Style;
  size(): Size;
  /** Something that is drawn has changed; `typed`: by a key, which should be seen at once. */
  changed(typed: boolean): void;
  /** Gives the terminal to work that prints by itself. */
  lend(work: () => Promise<void>): Promise<unknown>;
  /** Stops the program as a job of its shell. */
  suspend(): void;
  /** Writes in place of what is drawn, which is drawn again behind it. */
  writeAbove(text: string): void;
  /** The user wants to leave in the middle of something. */
  leave(): void;
}

/** The conversation's terminal: what is printed, what is drawn below it, and what the keys do. Knows nothing of ink. */
export class Screen implements Surface {
  readonly prints = new Prints();
  readonly keys = [
    'Enter sends, Alt-Enter or \\ Enter begins a new line, ↑ brings earlier messages back, Tab completes commands and @files.',
    'While the model works, Enter queues; Esc or Ctrl-C stops it. Ctrl-C or Ctrl-D at the prompt leaves.',
    'Ctrl-_ undoes, Ctrl-X Ctrl-R redoes, Ctrl-L draws the screen anew, Ctrl-Z stops hermes until the shell’s `fg`.',
    'Ctrl-O opens the tool calls, Ctrl-G what was pasted. Everything that is no command goes to the model.',
  ];
  private readonly state: Omit<ScreenState, 'editor' | 'queue' | 'completion'> = {
    feed: undefined,
    status: undefined,
    dialog: undefined,
    field: undefined,
    viewer: undefined,
    waiting: undefined,
    closed: false,
  };
  private readonly questions: Questions;
  private readonly fields: Fields;
  private readonly typing: Typing;
  private readonly replies = new Replies<ScreenKey>((input, key) => this.typedKey(input, key));
  private talk: Talk | undefined;
  private feed: Feed | undefined;
  private busySince: number | undefined;
  private wakeUp: ((line: string | undefined) => void) | undefined;
  private drawn: View | undefined;
  /** What the last turn left behind. */
  private left: Status | undefined;

  private readonly options: ScreenOptions;

  constructor(options: ScreenOptions) {
    this.options = options;
    this.questions = new Questions({
      paint: options.paint,
      columns: () => options.size().columns,
      print: (lines) => this.print(lines),
      show: (dialog) => this.set({ dialog }),
      now: Date.now,
    });
    this.fields = new Fields((field) => this.set({ field }), Date.now);
    this.typing = new Typing({
      frame: () => ({ columns: options.size().columns, prompt: PROMPT, continuation: CONTINUATION }),
      offers: () => offersIn(options.size().rows),
      changed: () => options.changed(true),
      send: (line) => {
        const { wakeUp } = this;
        wakeUp?.(line);
        return wakeUp !== undefined;
      },
    });
  }

  // What the conversation does with it.

  out = (line: string): void => this.print(line.split('\n'));
  begins = (): void => this.feed?.start();
  emit = (event: AgentEvent): void => this.feed?.event(event);
  private readonly asker = oneQuestion({
    ask: (question, signal) => {
      this.typing.close();
      this.set({ viewer: undefined });
      return this.questions.ask(question, signal);
    },
    askText: async (prompt, signal) => {
      const answer = await this.fields.ask(prompt, signal);
      this.print([`${prompt}${answer}`]);
      return answer;
    },
  });
  ask: AskUser = this.asker.ask;
  askText: AskText = this.asker.askText;

  columns(): number {
    return this.options.size().columns;
  }

  status(status: Status): void {
    this.left = status;
    this.options.changed(false);
  }

  async lend(work: () => Promise<void>): Promise<void> {
    await this.options.lend(work);
  }

  waits(what: string | undefined): void {
    this.set({ waiting: what });
  }

  /** The terminal was somebody else's: keys for a question do not count at once. */
  back(): void {
    this.questions.pasted();
  }

  offer(text: string): void {
    this.typing.offer(text);
  }

  failed(unsent: string | undefined): void {
    if (unsent !== undefined)
      this.print([this.options.paint('dim', '┊ not sent: your message is back where you type')]);
    this.typing.giveBack(unsent);
  }

  /** A queued message that the model gets between two calls of tools. */
  steer = (): string | undefined => {
    const next = this.typing.takeQueued({ steering: true });
    if (next !== undefined) this.printUser(next);
    return next;
  };

  opened(chat: OpenChat): void {
    const { paint, style } = this.options;
    this.feed = createFeed({
      columns: () => this.columns(),
      paint,
      style,
      showReasoning: chat.deps.settings.showReasoning,
      print: (lines) => this.print(lines),
      changed: () => this.options.changed(false),
    });
    this.state.feed = this.feed;
    this.print(greeting(chat));
    for (const notice of chat.notices) this.feed.event({ type: 'notice', ...notice });
    if (chat.resumed) this.print(replayed(chat, this.columns(), style, paint));
    if (!this.talk) return;
    this.typing.attach(this.talk);
    this.status(this.talk.status());
  }

  /** The session is open: keys reach it. */
  attach(talk: Talk): void {
    this.talk = talk;
    this.opened(talk.chat);
  }

  /** The next line that is for the conversation: a queued one, or what is typed. Undefined: the user leaves. */
  next(): Promise<string | undefined> {
    this.busySince = undefined;
    const next = this.typing.takeQueued();
    if (next !== undefined) return Promise.resolve(this.begin(next));
    this.options.changed(false);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.wakeUp = (line) => resolve(line === undefined ? undefined : this.begin(line));
    return promise;
  }

  /** Nothing is typed any more: what was printed stays, with the way back. */
  close(): void {
    if (this.state.closed) return;
    const { talk } = this;
    this.feed?.finish();
    if (talk && talk.chat.deps.conversation.messages.length > 0) {
      this.print([
        this.options.paint('dim', `┊ hermes chat --resume ${talk.chat.deps.conversation.id} goes on with it`),
      ]);
    }
    this.set({ closed: true });
  }

  private begin(line: string): string {
    this.wakeUp = undefined;
    this.busySince = Date.now();
    this.printUser(line);
    return line;
  }

  private printUser(line: string): void {
    this.print(userLines(line, this.columns(), this.options.paint));
  }

  private print(lines: readonly string[]): void {
    const columns = this.columns();
    this.prints.add(lines.flatMap((line) => (line.length > columns / 2 ? rowsOf(line, columns) : line)));
    this.options.changed(false);
  }

  /** So many batches are drawn. */
  printed(count: number): void {
    const before = this.prints.all;
    this.prints.drawn(count);
    if (this.prints.all !== before) this.options.changed(false);
  }

  private set(change: Partial<ScreenState>): void {
    Object.assign(this.state, change);
    this.options.changed(true);
  }

  // What is drawn.

  /** Whether time alone changes what is drawn, second by second. */
  get ticking(): boolean {
    return this.busySince !== undefined;
  }

  view(size: Size, now: number): View {
    this.state.status = this.liveStatus(now);
    this.drawn = inAgreedCells(viewOf({ ...this.state, ...this.typing.state }, size, now, this.options.paint));
    if (this.drawn.viewer && this.state.viewer)
      this.state.viewer = { ...this.state.viewer, top: this.drawn.viewer.top };
    return this.drawn;
  }

  /** What was drawn last. */
  get frame(): View | undefined {
    return this.drawn;
  }

  private liveStatus(now: number): ScreenState['status'] {
    const { talk, feed, left, busySince } = this;
    if (!talk || !left) return undefined;
    const used = feed?.usedTokens();
    return {
      ...left,
      ...(used === undefined ? {} : { usedTokens: used, estimated: false }),
      sessionMs: now - talk.begun,
      turnMs: busySince === undefined ? left.turnMs : now - busySince,
      perSecond: feed?.generating(now),
      cacheShare: feed?.cacheShare() ?? (busySince === undefined ? left.cacheShare : undefined),
      unguarded: talk.approver.mode === 'off',
      queued: this.typing.state.queue.length,
    };
  }

  // What the keys do.

  key(input: string, key: ScreenKey): void {
    if (key.eventType !== 'release') this.replies.key(input, key);
  }

  private typedKey(input: string, key: ScreenKey): void {
    if (this.state.dialog) {
      // Nobody answers what is not on the screen yet.
      if (!this.prints.waits || (key.ctrl && input === 'c')) this.press(input, key);
    } else for (const [one, its] of keysIn(input, key)) this.press(one, its);
  }

  private press(input: string, key: ScreenKey): void {
    if (key.ctrl && input === 'c') this.interrupt();
    else if (key.ctrl && input === 'z' && !key.shift) this.options.suspend();
    else if (key.ctrl && input === 'l') this.redraw();
    else if (this.state.viewer) {
      this.set({ viewer: pressViewer(this.state.viewer, input, key, this.drawn?.viewer?.page ?? 10) });
    } else if (this.state.dialog) this.answered(input, key);
    else if (!this.fields.press(input, key)) this.typed(input, key);
  }

  /** A key for the question. What comes too early for it, or is no answer, goes on with what was being typed. */
  private answered(input: string, key: ScreenKey): void {
    const { early } = this.questions;
    const meant = this.questions.press(input, key);
    if (early && !this.state.field) this.typing.keep(input, key);
    else if (meant !== '' && !this.state.field) this.typing.keep(meant, key);
  }

  private typed(input: string, key: ScreenKey): void {
    switch (this.typing.press(input, key)) {
      case 'leave':
        this.quit();
        break;
      case 'stop':
        if (this.talk?.interrupt()) this.typing.giveBack();
        break;
      case 'calls':
        this.open(this.talk ? toolPages(this.talk.chat) : [], 'no tool has been called yet');
        break;
      case 'pastes':
        this.open(this.typing.pastes(), 'nothing long was pasted');
        break;
    }
  }

  pasted(text: string): void {
    if (this.state.viewer) return;
    const { early } = this.questions;
    const asked = this.questions.pasted();
    if (asked ? early : !this.fields.pasted(text)) this.typing.paste(text);
  }

  private interrupt(): void {
    if (this.talk?.interrupt()) this.typing.giveBack();
    else if (this.wakeUp && !this.typing.empty) this.typing.clear();
    else this.quit();
  }

  /**
   * An empty screen, what stood there moved up into the scrollback; on it what is asked, or between two turns the end of the
   * conversation, as broad as the terminal is now.
   */
  private redraw(): void {
    const { columns, rows } = this.options.size();
    this.options.writeAbove(`${'\n'.repeat(Math.max(0, rows - 1))}\u001b[H\u001b[J`);
    const { talk } = this;
    if (this.questions.again() || !talk || this.ticking || this.state.viewer) return;
    const { paint, style } = this.options;
    const begun = talk.chat.deps.conversation.messages.length > 0;
    this.print(begun ? replayed(talk.chat, columns, style, paint) : greeting(talk.chat));
  }

  private quit(): void {
    if (this.wakeUp) this.wakeUp(undefined);
    else this.options.leave();
  }

  private open(pages: readonly Page[], nothing: string): void {
    if (pages.length === 0) this.print([this.options.paint('dim', `┊ ${nothing}`)]);
    else this.set({ viewer: { pages, at: pages.length - 1, top: 0 } });
  }
}
