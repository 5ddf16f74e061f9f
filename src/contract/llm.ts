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
  /** Pictures that belong to a user's message, shown before its text. */
  images?: ChatImage[];
  /** What an assistant thought aloud before this message; sent back where the API mode has a place for it. */
  reasoning?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
}

export interface ChatImage {
  /** `image/png`, `image/jpeg`, `image/gif` or `image/webp`. */
  mediaType: string;
  base64: string;
}

export interface ToolCall {
  id: string;
  type: 'function';
  /** `arguments` is the text that the server gave, kept byte for byte so that the prompt stays the same. */
  function: { name: string; arguments: string };
}

export interface ToolSchema {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

export interface ChatRequest {
  /** What the call is for; written to the usage ledger, e.g. `doctor`, `bench`, `title_generation`. */
  task: string;
  /** Id of the conversation that the call is for; written to the usage ledger and never sent. */
  session?: string;
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
  /** Repetitions after 429, 5xx, a lost or refused connection, each with the whole `timeoutMs`; default 0. */
  retries?: number;
  signal?: AbortSignal;
}

/**
 * `cut`: a stream that ended before its end was announced. `rate-limited`: 429. `template`: the server's chat template
 * refuses the messages. `grammar`: it cannot make a grammar of the tools. `images`: the model takes none. Repeating the
 * same request mends none of them.
 * `loading`: 503 of a server that still loads its model. `empty`: a success (200, 204, ...) without a body.
 */
export type ChatFailure =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not-found'
  | 'overflow'
  | 'rate-limited'
  | 'loading'
  | 'template'
  | 'grammar'
  | 'images'
  | 'server-error'
  | 'bad-answer'
  | 'empty'
  | 'cut'
  | 'aborted';

export interface ChatAnswer {
  ok: true;
  /** What the server says it used. */
  model: string;
  text: string;
  /** What a reasoning model thought aloud, where the server keeps it apart from the text. */
  reasoning?: string;
  toolCalls: ToolCall[];
  /** `stop`, `length` or `tool_calls` in all API modes; otherwise the server's own word. */
  finishReason: string;
  usage?: Usage;
  timings?: Timings;
  ms: number;
}

export interface ChatRefusal {
  ok: false;
  failure: ChatFailure;
  status?: number;
  message: string;
  /** Of an overflow, where the server says them, in tokens: what was sent, and the window of one request. */
  promptTokens?: number;
  contextTokens?: number;
  /** What a stream had brought before it failed or was stopped. */
  partial?: { text: string; reasoning: string };
  ms: number;
}

/** Outcome of one request as a value. */
export type ChatResult = ChatAnswer | ChatRefusal;

/** What a streamed request brings; `end` comes last and exactly once. */
export type ChatEvent =
  /** llama-server at work on the prompt (`return_progress`), in tokens; `cached` of them needed no work. */
  | { type: 'progress'; total: number; cached: number; processed: number; ms: number }
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  /** The model has begun to write a tool call; the whole call is in the result. */
  | { type: 'tool-call'; name: string }
  /** What came so far does not count: the request is sent again after `waitMs`. `attempt` counts from 1. */
  | { type: 'retry'; attempt: number; waitMs: number; failure: ChatFailure; message: string }
  | { type: 'end'; result: ChatResult };

export interface StreamRequest extends Omit<ChatRequest, 'timeoutMs'> {
  /** Longest silence in ms, progress and keep-alive comments not being silence; default 900,000 (`agent.local_stream_stale_timeout`). */
  idleMs?: number;
  /** Repetitions after 429, 5xx, a lost or refused connection or a stream that was cut; default 3. */
  retries?: number;
  /** Ask llama-server for `progress` events; other servers may refuse the field. */
  progress?: boolean;
}

export interface LlmRoom {
  /** One bounded, non-streaming request in the target's API mode, sent again only where `retries` says so; never throws. */
  chat(target: Target & { model: string }, request: ChatRequest): Promise<ChatResult>;
  /**
   * The same streamed, in any of the three API modes. Never throws: what goes wrong is the `end` event's result.
   * Leaving the loop early closes the connection, which frees the server's slot.
   */
  stream(target: Target & { model: string }, request: StreamRequest): AsyncIterable<ChatEvent>;
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
  /** llama.cpp's own times in ms, where it says them: for `promptTokens - cachedTokens`, and for `completionTokens`. */
  promptMs?: number;
  generatedMs?: number;
  /** Id of the conversation that the call was for; absent where there is none, and in entries of older versions. */
  session?: string;
}

/** An entry as it is read back. */
export interface RecordedUsage extends UsageEntry {
  /** Whether its address lies on this machine or the user's own network, so that no provider bills it. */
  local: boolean;
}

/** The usage ledger, entry by entry and file by file: memory does not grow with it. What cannot be read stops nothing. */
export interface UsageReading extends AsyncIterable<RecordedUsage> {
  /** Lines so far that hold no entry; they are passed over. */
  readonly broken: number;
  /** Files so far that cannot be read, or not to their end. */
  readonly unreadable: readonly { file: string; message: string }[];
}
