import type { Target } from './endpoint.ts';

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
}

/** llama.cpp's own measurement of one request (`timings` of a chat completion). Times in ms, speeds in tok/s. */
export interface Timings {
  cacheTokens: number;
  promptTokens: number;
  promptMs: number;
  promptPerSecond: number;
  generatedTokens: number;
  generatedMs: number;
  generatedPerSecond: number;
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | null;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
}

export interface ToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

export interface ToolSchema {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

export interface ChatRequest {
  /** What the call is for; written to the usage ledger, e.g. `doctor`, `bench`, `title_generation`. */
  task: string;
  messages: ChatMessage[];
  tools?: ToolSchema[];
  toolChoice?: 'auto' | 'required' | 'none';
  /** Always bounded: there is no default. */
  maxTokens: number;
  temperature?: number;
  seed?: number;
  /** Fields of the server's own, such as llama.cpp's `cache_prompt`. */
  extraBody?: Record<string, unknown>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export type ChatFailure =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not-found'
  | 'overflow'
  | 'server-error'
  | 'bad-answer'
  | 'aborted';

/** Outcome of one request as a value. `model` is what the server says it used. */
export type ChatResult =
  | {
      ok: true;
      model: string;
      text: string;
      /** What a reasoning model thought aloud, where the server keeps it apart from the text. */
      reasoning?: string;
      toolCalls: ToolCall[];
      finishReason: string;
      usage?: Usage;
      timings?: Timings;
      ms: number;
    }
  | { ok: false; failure: ChatFailure; status?: number; message: string; ms: number };

export interface LlmRoom {
  /** One bounded, non-streaming request in the target's API mode; never throws. */
  chat(target: Target & { model: string }, request: ChatRequest): Promise<ChatResult>;
}

/** One line of `ops/usage/YYYY-MM.jsonl`. */
export interface UsageEntry {
  time: string;
  task: string;
  model: string;
  baseUrl: string;
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  ms: number;
  ok: boolean;
}
