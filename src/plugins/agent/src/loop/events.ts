import type { ChatFailure } from '@hermes-ops/contract';
import type { NoticeCode } from './notice-codes.ts';

export type CallStatus = 'ok' | 'error' | 'denied' | 'interrupted';

/** Sums over the requests of a turn, in tokens. */
export interface TurnUsage {
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
}

export interface TurnCall {
  name: string;
  arguments: unknown;
  status: CallStatus;
}

/** What `--json` prints, and the last line of `--json-stream`. */
export interface TurnDocument {
  schemaVersion: 1;
  sessionId: string;
  text: string;
  /** Requests to the model. */
  turns: number;
  toolCalls: TurnCall[];
  usage: TurnUsage;
  durationMs: number;
  /** Why the turn did not end by itself. */
  error?: { code: string; message: string; try: string[] };
}

/** What happens in a conversation, for the screen and for `--json-stream`. */
export type AgentEvent =
  | {
      type: 'init';
      sessionId: string;
      model: string;
      baseUrl: string;
      /** Window of one request in tokens; absent where the endpoint does not say it. */
      contextTokens?: number;
      tools: string[];
      cwd: string;
      resumed: boolean;
    }
  /** llama-server at work on the prompt; `ms`: since it took the request up. */
  | { type: 'progress'; totalTokens: number; cachedTokens: number; processedTokens: number; ms: number }
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  /** The model writes the arguments of a call, which may take a while; the call itself follows. */
  | { type: 'writing'; name: string }
  /** Something else than the answer takes time; without a text it is over. */
  | { type: 'activity'; text?: string }
  /** Nothing has come for so long. */
  | { type: 'waiting'; seconds: number }
  /** Text and reasoning of this request so far do not count. */
  | { type: 'retry'; attempt: number; waitMs: number; failure: ChatFailure; message: string }
  | { type: 'tool_call'; id: string; name: string; arguments: unknown; summary: string }
  /** `detail`: where nobody was asked, what would have been asked about in full (a diff, say); only for screens. */
  | { type: 'approval'; name: string; action: string; allowed: boolean; by: string; detail?: string }
  | { type: 'tool_result'; id: string; name: string; status: CallStatus; text: string; durationMs: number }
  /** After each request: what was reused of the prompt before, and why not all. */
  | {
      type: 'usage';
      promptTokens: number;
      cachedTokens: number;
      completionTokens: number;
      /** Prompt and completion of the request before: what could have been reused. */
      reusable?: number;
      lost?: { tokens: number; reason: string };
      promptPerSecond?: number;
      generatedPerSecond?: number;
    }
  | { type: 'notice'; code: NoticeCode; text: string; try?: string[] }
  | { type: 'error'; code: string; message: string; try: string[] }
  | ({ type: 'result' } & TurnDocument);

export type Emit = (event: AgentEvent) => void;
