import type { SessionMessage, ToolSchema } from '../../../src/contract/index.ts';

/** Window of one request, in tokens. */
export const WINDOW = 32_768;
/** Share of the window at which compression starts (`compression.threshold`). */
export const TRIGGER = 0.8;

export type Message = Omit<SessionMessage, 'seq' | 'time'>;
export type Language = 'en' | 'zh';
export type Kind = 'path' | 'number' | 'hash' | 'url' | 'name' | 'decision' | 'error';
/** `decision`: a text of the assistant's that says so. `tool`: nobody but a tool's output. */
export type MentionedBy = 'user' | 'decision' | 'tool';

/** What the user says later about a value that was said before. */
interface Correction {
  value: string;
  /** Compression after which it is said: 1 or 2, that is in the second or the third window. */
  after: number;
  /** Names the old value as well. */
  explicit: boolean;
}

/** Something that may be asked for. */
export interface Fact {
  kind: Kind;
  mentionedBy: MentionedBy;
  /** What the value is of, in a few words of the conversation's language. */
  label: string;
  /** The value as it was said first. */
  value: string;
  /** In words that hold neither the value nor what stands right beside it. */
  question: string;
  correction?: Correction;
}

/** One user message and what follows until the next; before and after each step the prompt may be too long. */
export interface Turn {
  steps: Message[][];
}

export interface Conversation {
  seed: number;
  language: Language;
  system: string;
  tools: ToolSchema[];
  facts: Fact[];
  /** All facts are said in these, which are shorter than what starts a compression. */
  turns: Turn[];
  /** Said after the first and after the second compression. */
  corrections: [Turn[], Turn[]];
  /** Further talk and tool output in which nothing is said that is asked for; without an end. */
  more(): Turn;
}

/** What a fact's value is, and what it was before where that has been corrected. */
export function valuesOf({ value, correction }: Fact, corrected: boolean): { value: string; oldValue?: string } {
  return correction && corrected ? { value: correction.value, oldValue: value } : { value };
}
