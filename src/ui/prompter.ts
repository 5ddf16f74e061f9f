import type { LinePrompter } from '../contract/index.ts';

/**
 * The signal's reason is a `Cancelled` when the user cancels, also while no question is open. For `askFresh` a line that came
 * at once with its Enter, or with more text right behind it, was pasted and is asked for again; keys of the moments before and
 * after the prompt appears are dropped, and so is what goes on from there without a pause.
 */
export interface Prompter extends LinePrompter {
  /** As `ask`, without echo: neither the characters nor their number reach the screen. */
  askSecret(prompt: string): Promise<string>;
}

export interface PrompterOptions {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Ends the open question as well, with its own reason. */
  signal?: AbortSignal;
  /** What Ctrl-C does while no question of the dialogue itself is open; without it Ctrl-C always cancels. */
  onInterrupt?: () => void;
  /** How long before and after a question appears keys are dropped, in ms; 300 by default. */
  guardMs?: number;
  /** Within this time after Enter a person does not go on typing, and a paste does, in ms; 50 by default. */
  pasteMs?: number;
}
