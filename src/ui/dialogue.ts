import { text } from 'node:stream/consumers';
import { userError } from '../errors/hermes-error.ts';
import { canPrompt, err, paintErr } from './output.ts';
import type { Prompter } from './prompter.ts';
import { openPrompter } from './prompts.ts';

/** What has to be told of a run that the user ended. */
export interface Interruptible {
  signal: AbortSignal;
  interrupts: { exitCode: number | undefined };
}

/** Both directions of a command that asks: lines out, warnings to standard error, questions where there is a terminal. */
export interface TerminalDialogue {
  readonly interactive: boolean;
  /** Aborted by Ctrl-C, Ctrl-D and whatever aborts the signal that was given. */
  readonly signal: AbortSignal;
  say(line: string): void;
  warn(line: string): void;
  ask(prompt: string): Promise<string>;
  /** Only what is typed after the question is shown counts. */
  askFresh(prompt: string): Promise<string>;
  askSecret(prompt: string): Promise<string>;
  /** A secret from standard input: piped in whole, or typed without echo where that is a terminal. */
  readSecret(prompt: string): Promise<string>;
  /** No more questions: the terminal is given back. May be called twice. */
  close(): void;
}

export interface DialogueOptions {
  /** False: never ask, even on a terminal. */
  questions: boolean;
  say(line: string): void;
  signal: AbortSignal;
}

export function openDialogue({ questions, say, signal }: DialogueOptions): TerminalDialogue {
  const controller = new AbortController();
  const follow = (other: AbortSignal): void => {
    const abort = () => controller.abort(other.reason);
    if (other.aborted) abort();
    else other.addEventListener('abort', abort, { once: true });
  };
  follow(signal);
  let open: Prompter | undefined;
  const prompter = (): Prompter => {
    if (!process.stdin.isTTY)
      throw userError('usage.no-terminal', 'a question is left and there is no terminal to ask on');
    if (!open) {
      open = openPrompter({ signal });
      follow(open.signal);
    }
    return open;
  };
  return {
    interactive: questions && canPrompt(),
    signal: controller.signal,
    say,
    warn: (line) => err(`${paintErr('yellow', 'warning')}: ${line}`),
    ask: async (prompt) => prompter().ask(prompt),
    askFresh: async (prompt) => prompter().askFresh(prompt),
    askSecret: async (prompt) => prompter().askSecret(prompt),
    readSecret: async (prompt) =>
      process.stdin.isTTY ? prompter().askSecret(prompt) : (await text(process.stdin)).trim(),
    close() {
      open?.close();
    },
  };
}

/**
 * One secret from standard input, trimmed: piped in whole, or typed without echo. Ctrl-C and Ctrl-D end it: the run then
 * leaves 130, and the rejection is not to be reported.
 */
export async function readSecret(prompt: string, { signal, interrupts }: Interruptible): Promise<string> {
  const dialogue = openDialogue({ questions: true, say: err, signal });
  try {
    return await dialogue.readSecret(prompt);
  } catch (error) {
    if (dialogue.signal.aborted) interrupts.exitCode ??= 130;
    throw error;
  } finally {
    dialogue.close();
  }
}
