import type { ChatMessage } from './llm.ts';

/** A message as a session stores it. `seq` counts from 1 within the session and never changes. */
export interface SessionMessage extends ChatMessage {
  seq: number;
  /** ISO 8601, UTC. */
  time: string;
  /** Name of the tool whose result this is. */
  toolName?: string;
  /** Of a tool result: how the call ended. */
  status?: 'ok' | 'error' | 'denied' | 'interrupted';
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

/** The stored conversations (service `agent.sessions`). All methods throw only where the store cannot be opened or written. */
export interface AgentSessions {
  list(query?: { limit?: number; offset?: number; text?: string }): Promise<SessionSummary[]>;
  /** By id, unambiguous start of an id, or title. */
  find(idOrTitle: string): Promise<SessionSummary | undefined>;
  /** Messages in order; `hidden: true` also brings those that were replaced by a shorter account. */
  messages(id: string, options?: { hidden?: boolean }): Promise<SessionMessage[]>;
  /** Best first. `sessionId`: only in this session; `exclude`: everywhere but in this one. */
  search(text: string, options?: { limit?: number; sessionId?: string; exclude?: string }): Promise<SessionHit[]>;
  /**
   * In one transaction hides the messages `from` to `to` (both included) and puts others in their place. The hidden ones
   * stay in the store and are found by `search`. Rejects, and nothing changes, where the range has changed meanwhile.
   */
  replaceRange(id: string, from: number, to: number, by: readonly ChatMessage[]): Promise<void>;
}

/** What a context engine is given: the conversation as the next request would send it. */
export interface ContextState {
  sessionId: string;
  messages: readonly SessionMessage[];
  /** Tokens of the next prompt: from the last `usage` plus an estimate of what came after. */
  promptTokens: number;
  /** Window of one request in tokens, as the server says it. */
  contextTokens: number;
  /** Why it is called: the conversation grew past the engine's own trigger, or the server refused it as too long. */
  reason: 'before-request' | 'overflow' | 'asked';
  signal: AbortSignal;
}

/**
 * Keeps a conversation inside the window (extension point `agent.contextEngine`; the first one contributed is used).
 * It changes the session through `agent.sessions`; the agent reads it again when `changed` is true.
 */
export interface ContextEngine {
  id: string;
  fit(state: ContextState): Promise<{ changed: boolean; notice?: string }>;
}
