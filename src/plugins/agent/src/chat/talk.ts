import type { Host } from '@hermes-ops/contract';
import type { Approver, AskUser } from '../approvals/approver.ts';
import type { Emit } from '../loop/events.ts';
import type { Failure } from '../loop/failure.ts';
import type { AskText } from '../mcp/elicit.ts';
import type { Status } from '../render/status-line.ts';
import type { OpenChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';

/** Where a conversation is shown and typed. */
export interface Surface {
  /** A line of a command's answer or of what went wrong; nothing in it acts on the terminal. */
  out(line: string): void;
  /** A message goes to the model: a turn begins. */
  begins(): void;
  /** What happens in a turn. */
  emit: Emit;
  ask: AskUser;
  /** Reads a line that is asked for in the middle of a turn. */
  askText: AskText;
  /** What a turn has left behind, as the status line shows it. */
  status(status: Status): void;
  /** Gives the terminal to work that prints by itself. */
  lend(work: () => Promise<void>): Promise<void>;
  /** Cells of a row, as they are now. */
  columns(): number;
  /** What the keys do, for `/help`, each in one line. */
  readonly keys: readonly string[];
  /** A message that was typed meanwhile and may go to the model before the turn ends. */
  steer?(): string | undefined;
  /** Puts a text where the next message is typed. */
  offer(text: string): void;
  /**
   * A turn failed: what was typed meanwhile was meant for its end, and is not sent. `unsent`: the message itself as it
   * would be typed, where it did not get into the conversation.
   */
  failed(unsent: string | undefined): void;
  /** What is waited for before a session is open; undefined: nothing any more. */
  waits(what: string | undefined): void;
  /** Another session is open; its messages so far may be shown. */
  opened(chat: OpenChat): void;
}

/** A conversation with its user: messages, commands, and the session that is open. */
export interface Talk {
  readonly host: Host;
  readonly surface: Surface;
  readonly approver: Approver;
  /** The open session; another one after `reopen`. */
  readonly chat: OpenChat;
  /** The last message, where the window had no room for it and it is not in the conversation. */
  readonly refused: string | undefined;
  /** When the chat began, in ms since 1970. */
  readonly begun: number;
  /**
   * A command, or a message for the model, until it is done. False: the user wants to leave. What goes wrong is said; throws
   * defects only.
   */
  take(line: string): Promise<boolean>;
  /** A message for the model, whatever it begins with. */
  send(text: string, signal: AbortSignal): Promise<void>;
  /** Stops what `take` is at. False: there is nothing to stop, or it has been told already. */
  interrupt(): boolean;
  /** Closes the session and opens another one. The old one stays open where that fails. */
  reopen(options: OpenOptions): Promise<void>;
  status(): Status;
  explain(failure: Failure): void;
  /** Ends jobs and requests at once, without waiting. */
  kill(): void;
  close(): Promise<void>;
}
