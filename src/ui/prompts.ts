import { createInterface, type Interface } from 'node:readline';
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
  /** The same without echo: neither the characters nor their number reach the screen. */
  askSecret(prompt: string): Promise<string>;
  /** Gives the terminal back. */
  close(): void;
}

export interface PrompterOptions {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Ends the open question as well, with its own reason. */
  signal?: AbortSignal;
}

/**
 * Questions on a terminal, one `readline` for the whole dialogue. What is typed or pasted ahead answers the questions
 * to come and is shown only when its question is, so that a key pasted together with a URL is never seen.
 */
export const openPrompter = (options: PrompterOptions = {}): Prompter => new LinePrompter(options);

interface Question {
  secret: boolean;
  resolve(answer: string): void;
  reject(error: unknown): void;
}

class LinePrompter implements Prompter {
  private readonly controller = new AbortController();
  private readonly ahead: string[] = [];
  private readonly output: PromptOutput;
  private readonly lines: Interface;
  private readonly outer: AbortSignal | undefined;
  private question: Question | undefined;

  constructor({ input = process.stdin, output = process.stdout, signal }: PrompterOptions) {
    this.output = new PromptOutput(output);
    // No history: the arrow keys must not bring a key back onto the screen.
    this.lines = createInterface({ input, output: this.output, terminal: true, historySize: 0 });
    this.output.editing = this.lines;
    this.lines.on('line', (line) => this.answer(line));
    this.lines.on('SIGINT', () => this.cancel());
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
    return new Promise((resolve, reject) => {
      this.question = { secret, resolve, reject };
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

  /** Hides the output within the same turn, because the rest of a paste is processed right after this. */
  private answer(line: string): void {
    this.output.visible = false;
    const { question } = this;
    this.question = undefined;
    if (!question) {
      this.ahead.push(line);
      return;
    }
    if (question.secret) this.output.say('\n');
    question.resolve(line.trim());
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
