import { createInterface, type Interface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { PromptOutput } from './prompt-output.ts';

const CANCELLED = Symbol.for('hermes.cancelled');

/** Why a dialogue ended early: Ctrl-C, Ctrl-D or a terminal that went away. */
class Cancelled extends Error {
  readonly [CANCELLED] = true;
  override readonly name = 'Cancelled';
}

export const isCancelled = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { [CANCELLED]?: unknown })[CANCELLED] === true;

export interface Prompter {
  /** Aborted, with a `Cancelled` as reason, when the user cancels, also while no question is open. */
  readonly signal: AbortSignal;
  /** Prints the prompt exactly as it is and reads one line, trimmed. Rejects with the signal's reason. */
  ask(prompt: string): Promise<string>;
  /**
   * The same, and only a line that is typed after the prompt is shown counts: what came before stays for the other
   * questions, keys of the last moment are dropped, and an answer with more text right behind it was pasted and is asked
   * for again.
   */
  askFresh(prompt: string, options?: { signal?: AbortSignal }): Promise<string>;
  /** The same without echo: neither the characters nor their number reach the screen. */
  askSecret(prompt: string): Promise<string>;
  /** Gives the terminal back. */
  close(): void;
}

/** Keys pressed so shortly before a question were meant for something else, in ms. */
const GUARD_MS = 300;
/** A person does not go on typing within this time after Enter, in ms; a paste does. */
const PASTE_MS = 50;

export interface PrompterOptions {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Ends the open question as well, with its own reason. */
  signal?: AbortSignal;
  /** What Ctrl-C does while no question of the dialogue itself is open; without it Ctrl-C always cancels. */
  onInterrupt?: () => void;
}

/**
 * Questions on a terminal, one `readline` for the whole dialogue. What is typed or pasted ahead answers the questions
 * to come and is shown only when its question is, so that a key pasted together with a URL is never seen.
 */
export const openPrompter = (options: PrompterOptions = {}): Prompter => new LinePrompter(options);

interface Question {
  secret: boolean;
  /** It belongs to work that is under way: Ctrl-C then is about that work. */
  fresh: boolean;
  resolve(answer: string): void;
  reject(error: unknown): void;
}

/** Ends early, and without an error, when the dialogue ends. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);

class LinePrompter implements Prompter {
  private readonly controller = new AbortController();
  private readonly ahead: string[] = [];
  private readonly output: PromptOutput;
  private readonly lines: Interface;
  private readonly outer: AbortSignal | undefined;
  private readonly onInterrupt: (() => void) | undefined;
  private question: Question | undefined;
  /** Lines that end now are dropped. */
  private deaf = false;

  constructor({ input = process.stdin, output = process.stdout, signal, onInterrupt }: PrompterOptions) {
    this.onInterrupt = onInterrupt;
    this.output = new PromptOutput(output);
    // No history: the arrow keys must not bring a key back onto the screen.
    this.lines = createInterface({ input, output: this.output, terminal: true, historySize: 0 });
    this.output.editing = this.lines;
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

  askSecret(prompt: string): Promise<string> {
    return this.next(prompt, true);
  }

  async askFresh(prompt: string, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
    const typed = this.lines.line;
    this.deaf = true;
    await pause(GUARD_MS, this.signal);
    this.deaf = false;
    this.empty();
    try {
      for (;;) {
        this.signal.throwIfAborted();
        signal?.throwIfAborted();
        const waiting = this.ahead.length;
        const answer = await this.open(prompt, false, signal);
        await pause(PASTE_MS, this.signal);
        if (this.ahead.length === waiting && this.lines.line === '') return answer;
        this.ahead.length = waiting;
        this.empty();
        this.output.say('(what is pasted is no answer)\n');
      }
    } finally {
      if (!this.signal.aborted && typed !== '') this.lines.write(typed);
    }
  }

  close(): void {
    this.outer?.removeEventListener('abort', this.stop);
    this.output.visible = false;
    this.lines.removeAllListeners('close');
    this.lines.close();
  }

  private next(prompt: string, secret: boolean): Promise<string> {
    if (this.signal.aborted) return Promise.reject(this.signal.reason);
    const early = this.ahead.shift();
    if (early !== undefined) {
      this.output.say(`${prompt}${secret ? '' : early}\n`);
      return Promise.resolve(early.trim());
    }
    return this.open(prompt, secret);
  }

  private open(prompt: string, secret: boolean, signal?: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      this.question = { secret, fresh: signal !== undefined, resolve, reject };
      signal?.addEventListener('abort', () => this.giveUp(resolve, reject, signal.reason), { once: true });
      if (secret) {
        this.output.say(prompt);
        return;
      }
      this.output.visible = true;
      this.lines.setPrompt(prompt);
      this.lines.prompt(true);
      if (this.output.dumb) this.output.say(this.lines.line);
    });
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
    const { question } = this;
    this.question = undefined;
    if (!question) {
      if (!this.deaf) this.ahead.push(line);
      return;
    }
    if (question.secret) this.output.say('\n');
    question.resolve(line.trim());
  }

  private interrupt(): void {
    const dialogue = this.question !== undefined && !this.question.fresh;
    if (dialogue || !this.onInterrupt) this.cancel();
    else this.onInterrupt();
  }

  private cancel(): void {
    if (!this.signal.aborted) this.end(new Cancelled('cancelled'));
  }

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
