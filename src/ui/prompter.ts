export interface Prompter {
  /** Aborted, with a `Cancelled` as reason, when the user cancels, also while no question is open. */
  readonly signal: AbortSignal;
  /** Prints the prompt exactly as it is and reads one line, trimmed. Rejects with the signal's reason. */
  ask(prompt: string): Promise<string>;
  /**
   * The same for a text: one line, or all lines that were pasted in one go. Where a paste does not end with a line break
   * its last line stands behind `continuation` until Enter.
   */
  askText(prompt: string, continuation?: string): Promise<string>;
  /** Forgets what was typed or pasted ahead. */
  dropAhead(): void;
  /** The lines that were typed or pasted ahead, which answer no question any more; one that was begun stays. */
  takeAhead(): string[];
  /**
   * The same, and only a line that is typed after the prompt is shown counts: what came before stays for the other
   * questions, and keys of the moments before and after it appears are dropped. A line that came at once with its Enter, or
   * with more text right behind it, was pasted and is asked for again.
   */
  askFresh(prompt: string, options?: { signal?: AbortSignal }): Promise<string>;
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
  /** What Ctrl-C does while no question of the dialogue itself is open; without it Ctrl-C always cancels. */
  onInterrupt?: () => void;
  /** How long before and after a question appears keys are dropped, in ms; 300 by default. */
  guardMs?: number;
  /** Within this time after Enter a person does not go on typing, and a paste does, in ms; 50 by default. */
  pasteMs?: number;
}
