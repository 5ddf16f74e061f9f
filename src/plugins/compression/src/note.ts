import type { Due } from './due.ts';

/** What is stored with each compression. Tokens are those of the whole prompt. */
export interface Note {
  kind: 'compressed' | 'pruned';
  due: Due;
  tokensBefore: number;
  tokensAfter: number;
  /** Of these system prompt and tools. */
  fixedTokens: number;
  messagesBefore: number;
  messagesAfter: number;
  contextTokens?: number;
  /** Who wrote the summary; absent: nobody, it was put together without a model. */
  model?: string;
  url?: string;
  seconds: number;
  /** Why the goal was not reached. */
  reasons: string[];
  failures: string[];
  focus?: string;
  /** Highest `seq` that was there or was put. */
  seen: number;
}
