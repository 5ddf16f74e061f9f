import { createInterface, type Interface } from 'node:readline';
import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';
import { PromptInput } from './prompt-input.ts';
import { PromptOutput } from './prompt-output.ts';
import type { Prompter, PrompterOptions } from './prompter.ts';
import { suspension } from './suspend.ts';

const CANCELLED = Symbol.for('hermes.cancelled');

/** Why a dialogue ended early: Ctrl-C, Ctrl-D or a terminal that went away. */
class Cancelled extends Error {
  readonly [CANCELLED] = true;
  override readonly name = 'Cancelled';
}

export const isCancelled = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { [CANCELLED]?: unknown })[CANCELLED] === true;

const GUARD_MS = 300;
const PASTE_MS = 50;

const PASTE_BEGINS = '\x1b[200~';

/**
 * Questions on a terminal, one `readline` for the whole dialogue. What is typed or pasted ahead answers the questions
 * to come and is shown only when its question is, so that a key pasted together with a URL is never seen.
 */
export const openPrompter = (options: PrompterOptions = {}): Prompter => new LinePrompter(options);

interface Text {
  continuation: string;
  lines: string[];
}

interface Question {
  secret: boolean;
  /** It belongs to work that is under way: Ctrl-C then is about that work. */
  fresh: boolean;
  /** Lines that belong to one text. */
  text: Text | undefined;
  resolve(answer: string): void;
  reject(error: unknown): void;
}

/** Ends early, and without an error, when the dialogue ends. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Without empty lines before and after it. */
const textOf = (lines: readonly string[]): string =>
  lines.length === 1
    ? (lines[0] ?? '').trim()
    : lines
        .join('\n')
        .replace(/^(?:[^\S\n]*\n)+/, '')
        .trimEnd();

class LinePrompter implements Prompter {
  private readonly controller = new AbortController();
  /** Lines; those that came in one go are one, with line breaks. */
  private readonly ahead: string[] = [];
  private readonly output: PromptOutput;
  private readonly lines: Interface;
  private readonly input: NodeJS.ReadStream;
  private readonly keys: PromptInput;
  private readonly stopping: ReturnType<typeof suspension>;
  private readonly outer: AbortSignal | undefined;
  private readonly onInterrupt: (() => void) | undefined;
  private readonly guardMs: number;
  private readonly pasteMs: number;
  private question: Question | undefined;
  /** Lines that end now are dropped. */
  private deaf = false;
  /** Since the question was shown, a piece of input was a paste, or held more than one key with the end of a line. */
  private pasted = false;
  /** When something was typed last, in ms. */
  private heardAt = Number.NEGATIVE_INFINITY;
  /** When a line ended that the next one may belong to, in ms. */
  private lineAt = Number.NEGATIVE_INFINITY;
  /** The line that has not ended came in one go with the one before. */
  private joined = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(options: PrompterOptions) {
    const { input = process.stdin, output = process.stdout, signal } = options;
    this.onInterrupt = options.onInterrupt;
    this.guardMs = options.guardMs ?? GUARD_MS;
    this.pasteMs = options.pasteMs ?? PASTE_MS;
    this.output = new PromptOutput(output);
    this.keys = new PromptInput(input, this.take);
    // No history: the arrow keys must not bring a key back onto the screen.
    this.lines = createInterface({
      input: this.keys as unknown as NodeJS.ReadStream,
      output: this.output,
      terminal: true,
      historySize: 0,
    });
    this.output.editing = this.lines;
    // Before readline gets it; terminals send a paste in one piece, or in brackets where a program asked for them.
    input.prependListener('data', this.look);
    this.input = input;
    this.brackets(true);
    this.stopping = suspension(this.leave, this.back);
    this.lines.on('SIGTSTP', () => this.stopping.suspend());
    this.lines.on('line', (line) => this.answer(line));
    this.lines.on('SIGINT', () => this.interrupt());
    this.lines.on('close', () => this.cancel());
    this.outer = signal;
    signal?.addEventListener('abort', this.stop);
    if (signal?.aborted) this.stop();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  ask(prompt: string): Promise<string> {
    return this.next(prompt, false);
  }

  async askText(prompt: string, continuation = '… '): Promise<string> {
    this.signal.throwIfAborted();
    const early = this.ahead.shift();
    if (early === undefined) return this.open(prompt, false, undefined, { continuation, lines: [] });
    const lines = early.split('\n');
    this.output.say(`${prompt}${lines.join(`\n${continuation}`)}\n`);
    const begun = this.lines.line !== '';
    if (this.ahead.length > 0 || (begun ? !this.joined : !this.joins())) return textOf(lines);
    const opened = this.open(begun ? continuation : '', false, undefined, { continuation, lines });
    if (!begun) this.settle();
    return opened;
  }

  dropAhead(): void {
    this.ahead.length = 0;
    this.lineAt = Number.NEGATIVE_INFINITY;
    if (!this.question) this.empty();
  }

  takeAhead(): string[] {
    this.lineAt = Number.NEGATIVE_INFINITY;
    return this.ahead.splice(0);
  }

  askSecret(prompt: string): Promise<string> {
    return this.next(prompt, true);
  }

  async askFresh(prompt: string, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
    const typed = this.lines.line;
    this.deaf = true;
    await pause(this.guardMs, this.signal);
    this.deaf = false;
    this.empty();
    try {
      for (;;) {
        this.signal.throwIfAborted();
        signal?.throwIfAborted();
        const waiting = this.ahead.length;
        const opened = this.open(prompt, false, signal);
        this.deaf = true;
        await Promise.race([this.quiet(), opened.catch(() => undefined)]);
        this.deaf = false;
        if (this.question && this.lines.line !== '') {
          this.empty();
          this.show();
        }
        this.pasted = false;
        const answer = await opened;
        const pasted = this.pasted;
        await pause(this.pasteMs, this.signal);
        if (!pasted && this.ahead.length === waiting && this.lines.line === '') return answer;
        this.ahead.length = waiting;
        this.empty();
        this.output.say('(what is pasted is no answer)\n');
      }
    } finally {
      if (!this.signal.aborted && typed !== '') this.lines.write(typed);
    }
  }

  close(): void {
    this.input.removeListener('data', this.look);
    this.outer?.removeEventListener('abort', this.stop);
    this.output.visible = false;
    this.lines.removeAllListeners('close');
    clearTimeout(this.timer);
    this.stopping.release();
    if (!this.closed) this.brackets(false);
    this.closed = true;
    this.lines.close();
    this.keys.release();
  }

  /** Nobody has typed for the time of the guard: who is typing when a question appears means another line, to its end. */
  private async quiet(): Promise<void> {
    const { signal } = this;
    for (this.heardAt = performance.now(); !signal.aborted; ) {
      const left = this.heardAt + this.guardMs - performance.now();
      if (left <= 0) return;
      await pause(left, signal);
      // What came while this process was busy is read between the two.
      await nextRound();
    }
  }

  private next(prompt: string, secret: boolean): Promise<string> {
    if (this.signal.aborted) return Promise.reject(this.signal.reason);
    const early = this.firstAhead();
    if (early !== undefined) {
      this.output.say(`${prompt}${secret ? '' : early}\n`);
      return Promise.resolve(early.trim());
    }
    return this.open(prompt, secret);
  }

  private firstAhead(): string | undefined {
    const [line, ...rest] = this.ahead.shift()?.split('\n') ?? [];
    if (rest.length > 0) this.ahead.unshift(rest.join('\n'));
    return line;
  }

  private open(prompt: string, secret: boolean, signal?: AbortSignal, text?: Text): Promise<string> {
    return new Promise((resolve, reject) => {
      this.question = { secret, fresh: signal !== undefined, text, resolve, reject };
      signal?.addEventListener('abort', () => this.giveUp(resolve, reject, signal.reason), { once: true });
      this.lines.setPrompt(prompt);
      if (secret) {
        this.output.say(prompt);
        return;
      }
      this.show();
      if (this.output.dumb) this.output.say(this.lines.line);
    });
  }

  private show(): void {
    this.output.visible = true;
    this.lines.prompt(true);
  }

  private giveUp(resolve: Question['resolve'], reject: Question['reject'], reason: unknown): void {
    if (this.question?.resolve !== resolve) return;
    this.question = undefined;
    this.output.visible = false;
    this.empty();
    this.output.say('\n');
    reject(reason);
  }

  /** Forgets what stands on the line that has not ended. */
  private empty(): void {
    const editing = this.lines as { line: string; cursor: number };
    editing.line = '';
    editing.cursor = 0;
  }

  /** Hides the output within the same turn, because the rest of a paste is processed right after this. */
  private answer(line: string): void {
    this.output.visible = false;
    if (this.deaf) {
      // The line that ended has left the prompt above.
      if (this.question) this.show();
      return;
    }
    const { question } = this;
    if (question?.text) {
      question.text.lines.push(line);
      this.lineAt = performance.now();
      return;
    }
    this.question = undefined;
    this.lineAt = question ? Number.NEGATIVE_INFINITY : performance.now();
    if (!question) {
      const before = this.joined ? this.ahead.pop() : undefined;
      this.ahead.push(before === undefined ? line : `${before}\n${line}`);
      return;
    }
    if (question.secret) this.output.say('\n');
    question.resolve(line.trim());
  }

  /** Whether what comes now belongs to the line that has just ended. */
  private joins(): boolean {
    return (
      this.lineAt > Number.NEGATIVE_INFINITY && (this.keys.pasting || performance.now() - this.lineAt < this.pasteMs)
    );
  }

  private readonly take = (piece: string, pasted: boolean): void => {
    if (this.signal.aborted) return;
    if (pasted) this.pasted = true;
    if (this.output.dumb && piece === '\x1a' && process.platform !== 'win32') {
      this.stopping.suspend();
      return;
    }
    const text = this.question?.text;
    if (this.lines.line === '') {
      this.joined = this.joins();
      if (text && text.lines.length > 0) {
        this.lines.setPrompt(text.continuation);
        this.show();
      }
    }
    this.keys.pass(piece, this.lines, this.output.dumb);
    clearTimeout(this.timer);
    if (text && /[\r\n]$/.test(piece)) this.settle();
  };

  /** Ends the text when nothing more comes. */
  private settle(): void {
    // What came while this process was busy is read between the two.
    this.timer = setTimeout(() => setImmediate(() => this.finish()), this.pasteMs);
  }

  private finish(): void {
    const { question } = this;
    if (!question?.text || this.lines.line !== '') return;
    if (this.joins()) {
      this.settle();
      return;
    }
    this.question = undefined;
    this.output.visible = false;
    question.resolve(textOf(question.text.lines));
  }

  private brackets(on: boolean): void {
    if (!this.output.dumb) this.output.say(`\x1b[?2004${on ? 'h' : 'l'}`);
  }

  private readonly leave = (): void => {
    this.brackets(false);
    this.keys.setRawMode(false);
  };

  /** The mode is set twice, because Node takes the one that it had set for the one that is. */
  private readonly back = (): void => {
    this.keys.setRawMode(false).setRawMode(true);
    this.brackets(true);
    const { question } = this;
    if (!question) return;
    // What stood above belongs to the shell now.
    (this.lines as { prevRows?: number }).prevRows = 0;
    if (question.secret) this.output.say(this.lines.getPrompt());
    else this.show();
    if (this.output.dumb) this.output.say(this.lines.line);
  };

  private interrupt(): void {
    const dialogue = this.question !== undefined && !this.question.fresh;
    if (dialogue || !this.onInterrupt) this.cancel();
    else this.onInterrupt();
  }

  private cancel(): void {
    if (!this.signal.aborted) this.end(new Cancelled('cancelled'));
  }

  private readonly look = (chunk: string | Buffer): void => {
    this.heardAt = performance.now();
    const text = String(chunk).replaceAll('\r\n', '\n');
    this.pasted ||= text.includes(PASTE_BEGINS) || (text.length > 1 && /[\r\n]/.test(text));
  };

  private readonly stop = (): void => this.end(this.outer?.reason);

  private end(reason: unknown): void {
    this.controller.abort(reason);
    this.close();
    this.output.say('\n');
    const { question } = this;
    this.question = undefined;
    question?.reject(reason);
  }
}
