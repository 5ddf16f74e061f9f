import type { Target } from './endpoint.ts';
import type { ChatMessage, ToolSchema } from './llm.ts';

/** A message as a session stores it. `seq` counts from 1 within the session and never changes. */
export interface SessionMessage extends ChatMessage {
  seq: number;
  /** ISO 8601, UTC. */
  time: string;
  /** Name of the tool whose result this is. */
  toolName?: string;
  /** Of a tool result: how the call ended. */
  status?: 'ok' | 'error' | 'denied' | 'interrupted';
  /** It took the place of others (`replaceRange`, `rewrite`). */
  replacement?: true;
  /** Tokens of the request that this answer ended, where the server said them. */
  usage?: { promptTokens: number; completionTokens: number; cachedTokens: number };
}

export interface SessionSummary {
  id: string;
  title: string;
  /** The model of the session's last request. */
  model: string;
  cwd: string;
  /** ISO 8601, UTC. */
  created: string;
  updated: string;
  messages: number;
  turns: number;
  toolCalls: number;
  promptTokens: number;
  /** Those of `promptTokens` that servers had in their cache. */
  cachedTokens: number;
  completionTokens: number;
}

export interface SessionHit {
  sessionId: string;
  title: string;
  seq: number;
  role: ChatMessage['role'];
  time: string;
  /** Part of the message around the match; matches between U+2068 and U+2069. */
  excerpt: string;
}

/** A message that takes the place of others. */
export type Replacement = Omit<SessionMessage, 'seq' | 'time' | 'usage' | 'replacement'>;

/** Messages `from` to `to` (`seq`, both included, in the order of the conversation) give way to others. */
export interface RangeEdit {
  from: number;
  to: number;
  by: readonly Replacement[];
}

/** A change that a context engine made to a session, as the store noted it. */
export interface Rewrite {
  /** Counts the session's changes; never used twice. */
  revision: number;
  /** ISO 8601, UTC. */
  time: string;
  /** Id of the engine. */
  by: string;
  /** What the engine wants to know of it later. */
  note: Readonly<Record<string, unknown>>;
  undone: boolean;
}

/** The stored conversations (service `agent.sessions`). All methods throw only where the store cannot be opened or written. */
export interface AgentSessions {
  list(query?: { limit?: number; offset?: number; text?: string }): Promise<SessionSummary[]>;
  /** By id, unambiguous start of an id, or title. */
  find(idOrTitle: string): Promise<SessionSummary | undefined>;
  /** What every request of the session begins with. */
  beginning(id: string): Promise<{ system: string; tools: ToolSchema[] }>;
  /**
   * Messages in order, as the next request sends them. `hidden: true` also brings those that were replaced by a shorter
   * account; `original: true` brings what was said and done, whatever has been replaced since, and nothing that replaced it.
   */
  messages(id: string, options?: { hidden?: boolean; original?: boolean }): Promise<SessionMessage[]>;
  /** One message of the session by its number, whether it is sent or not. */
  message(id: string, seq: number): Promise<SessionMessage | undefined>;
  /**
   * Best first. `sessionId`: only in this session; `exclude`: everywhere but in this one; `current`: everywhere, but of this
   * one only what it does not send any more.
   */
  search(
    text: string,
    options?: { limit?: number; sessionId?: string; exclude?: string; current?: string },
  ): Promise<SessionHit[]>;
  /**
   * In one transaction hides the messages `from` to `to` (both included) and puts others in their place. The hidden ones
   * stay in the store and are found by `search`. Rejects, and nothing changes, where the range has changed meanwhile.
   */
  replaceRange(id: string, from: number, to: number, by: readonly ChatMessage[]): Promise<void>;
  /**
   * The same for several ranges that do not overlap, in one transaction, noted as one change that can be undone. Returns
   * its revision.
   */
  rewrite(
    id: string,
    edits: readonly RangeEdit[],
    record: { by: string; note: Readonly<Record<string, unknown>> },
  ): Promise<number>;
  /** Changes that `rewrite` made, oldest first. */
  rewrites(id: string): Promise<Rewrite[]>;
  /** What a change took out and what it put there, each in the order of the conversation; also when it has been undone. */
  rewritten(id: string, revision: number): Promise<{ removed: SessionMessage[]; put: SessionMessage[] }>;
  /**
   * Takes the last change that is in force back: what it hid is sent again, what it put is hidden; what was said since
   * stays behind it. Undefined where there is none. Rejects where something that it put has been replaced since, or a
   * range around what it took out.
   */
  undoRewrite(id: string): Promise<Rewrite | undefined>;
  /**
   * For who begins something long that ends in a change: rejects where the store can only be read (the service reads it there
   * all the same). Absent in an older agent, whose service is not there without a store that can be written.
   */
  assertWritable?(): Promise<void>;
}

/** What a context engine is given: the conversation as the next request would send it. */
export interface ContextState {
  sessionId: string;
  system: string;
  tools: readonly ToolSchema[];
  messages: readonly SessionMessage[];
  /** Whether thoughts of the model are sent with its messages. */
  sendReasoning: boolean;
  /** Whether the main model takes a message of the user right behind a tool's result. */
  steering: boolean;
  /** The main model. */
  target: Target & { model: string };
  /** Fields of the server's own that the conversation's requests have. */
  extraBody?: Readonly<Record<string, unknown>>;
  /** Tokens of the next prompt: from the last `usage` plus an estimate of what came after; what the server said of an overflow. */
  promptTokens: number;
  /** Of these system prompt and tools, where a count of the server tells it. */
  fixedTokens?: number;
  /** Window of one request in tokens, as the server says it; undefined: it does not. */
  contextTokens: number | undefined;
  /** Why it is called: a request is about to be sent, the server refused one as too long, or the user asked for it. */
  reason: 'before-request' | 'overflow' | 'asked';
  /** What the user wants to be kept above all, in the user's words. */
  focus?: string;
  signal: AbortSignal;
  /** Tells whoever watches what takes time, in one line; undefined: it is over. */
  progress?(text: string | undefined): void;
}

export interface ContextOutcome {
  changed: boolean;
  /** One line for the user; absent where nothing was due. */
  notice?: string;
  /** What the user can do about it. */
  try?: string[];
}

/**
 * Keeps a conversation inside the window (extension point `agent.contextEngine`; the first one contributed is used). It is
 * called before every request and decides by itself whether something is due. It changes the session through
 * `agent.sessions`; the agent reads it again when `changed` is true.
 */
export interface ContextEngine {
  id: string;
  fit(state: ContextState): Promise<ContextOutcome>;
  /** Lines about where it stands with this conversation: trigger, compressions so far. */
  describe?(state: ContextState): Promise<string[]>;
}
