import type { ChatMessage } from '@hermes-ops/contract';
import type { Plan } from '../plan/plan.ts';
import type { Writers } from '../writers.ts';
import type { DoneDoc } from './done.ts';
import type { ModelDoc, SessionDoc } from './model-doc.ts';
import type { ChoiceDoc } from './ways.ts';

export interface Status extends ModelDoc {
  schemaVersion: 1;
  /** Values in force. `thresholdKey`: the key that the threshold comes from. */
  settings: {
    enabled: boolean;
    threshold: number;
    thresholdKey: string;
    targetRatio: number;
    protectLastN: number;
    messageLimit: number;
  };
  summary: Writers;
  /** Keys of `compression` that the file sets and that have no effect here. */
  keysNotRead: string[];
  /** Newest first. */
  compressions: (DoneDoc & { sessionId: string; title: string })[];
}

/** What a compression now would do; tokens are estimates of the whole prompt unless said otherwise. */
export interface Preview extends ModelDoc {
  schemaVersion: 1;
  session: SessionDoc;
  focus: string | null;
  would: Plan['kind'];
  /** Why nothing would be done. */
  why: string | null;
  before: { messages: number; tokens: number };
  /** `tokens`: at most. */
  after: { messages: number; tokens: number } | null;
  /** Messages that go, and their tokens. */
  goes: { messages: number; tokens: number; user: number; assistant: number; tool: number } | null;
  /** Messages that stay; `cut`: recent ones whose long bodies are cut. */
  stays: { first: number; question: boolean; recent: number; cut: number } | null;
  /** Tokens of the account at most, and of the summary in it. */
  account: { tokens: number; summary: number } | null;
  /** Goal for all messages in tokens, and why it is not reached. */
  goal: { tokens: number; reasons: string[] } | null;
  summary: ChoiceDoc | null;
}

/** A message that a compression replaced. `beginning`: its first words; tokens are estimated. */
export interface ReplacedDoc {
  seq: number;
  role: ChatMessage['role'];
  tokens: number;
  /** `cut`: a shorter form of it stands in its place; `account`: of an earlier compression; `gone`: the account stands for it. */
  how: 'gone' | 'cut' | 'account';
  tokensNow: number;
  beginning: string;
}

export interface DiffResult {
  schemaVersion: 1;
  session: SessionDoc;
  compression: DoneDoc;
  replaced: ReplacedDoc[];
  /** The account in full; null: there is none, only bodies were cut. */
  account: string | null;
  accountTokens: number;
  /** Messages that stayed as they were. */
  stayed: number;
}
