import type { Talk } from '../talk.ts';

/** What can be typed at the prompt besides messages. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  /** What may follow: `[FOCUS] | undo`. */
  args?: string;
  /** One line, for `/help`. */
  summary: string;
  /** Prints through `talk.surface`. Throws UserErrors; the signal is aborted by Ctrl-C. */
  run(talk: Talk, rest: string, signal: AbortSignal): Promise<unknown>;
  /** What may stand behind the name, best first; `typed` is what stands there already. */
  complete?(talk: Talk, typed: string): Promise<Choice[]>;
}

/** Longest description of a tool or a skill in a list, in terminal cells. */
export const ABOUT = 70;

/** Something to choose while typing. */
export interface Choice {
  /** What is put in. */
  text: string;
  /** What it is, in a few words. */
  about?: string;
}

/** Returned by a command that ends the chat. */
export const LEAVE = Symbol('leave');
