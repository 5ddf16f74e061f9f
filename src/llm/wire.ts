import type { ChatImage, ChatRequest, ChatResult, HttpFailure, Target, Timings, Usage } from '../contract/index.ts';
import { isObject, oneLine } from '../endpoint/index.ts';

type WithoutMs<T> = T extends unknown ? Omit<T, 'ms'> : never;

/** A result before the clock is read. */
export type Outcome = WithoutMs<ChatResult>;
export type Refusal = Extract<Outcome, { ok: false }>;

/** What came of one request, with what decides whether it is worth repeating. */
export interface Attempted {
  outcome: Outcome;
  /** How the connection was lost, where it was. */
  loss?: HttpFailure;
  /** The `Retry-After` of a refusal. */
  retryAfter?: string;
}

export type ModelTarget = Target & { model: string };
/** One request in one API mode, not streamed; never throws. */
export type ModeCall = (target: ModelTarget, request: ChatRequest) => Promise<Attempted>;

/** What the body of a request is made of, streamed or not. */
export type BodyRequest = Omit<ChatRequest, 'timeoutMs' | 'retries'>;

export const DEFAULT_TIMEOUT_MS = 120_000;
/** Timers that are set for longer fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export type Json = Record<string, unknown>;

export const asObject = (value: unknown): Json => (isObject(value) ? value : {});

export const asList = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asObject) : []);

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A content that is a text, or a list of parts as Mistral's models with thoughts stream it: what is said in it. */
export const saidIn = (content: unknown): string =>
  asText(content) ||
  partsOf(content, 'text')
    .map((part) => asText(part['text']))
    .join('');

/** What is thought in such a list. */
export const thoughtIn = (content: unknown): string =>
  partsOf(content, 'thinking')
    .map((part) => saidIn(part['thinking']))
    .join('');

const partsOf = (content: unknown, type: string): Json[] => asList(content).filter((part) => part['type'] === type);

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const asNumber = (value: unknown): number => (isNumber(value) ? value : 0);

/** An image as OpenAI's two APIs take it. */
export const dataUrl = ({ mediaType, base64 }: ChatImage): string => `data:${mediaType};base64,${base64}`;

/** Parsers quote what they could not read, so the words may hold what the server sent. */
export const badAnswer = (message: string): Refusal => ({
  ok: false,
  failure: 'bad-answer',
  status: 200,
  message: oneLine(message).slice(0, 300),
});

/** More tokens than this no request has. */
const MAX_TOKENS = 1e9;

/** Token counts; undefined where the server gives none, or such as cannot be. No more is cached than was sent. */
export function usageOf(prompt: unknown, completion: unknown, cached: unknown): Usage | undefined {
  if (typeof prompt !== 'number' && typeof completion !== 'number') return undefined;
  const [promptTokens, completionTokens, fromCache] = [prompt, completion, cached].map((one) =>
    Math.round(asNumber(one)),
  ) as [number, number, number];
  if ([promptTokens, completionTokens].some((tokens) => tokens < 0 || tokens > MAX_TOKENS)) return undefined;
  return { promptTokens, completionTokens, cachedTokens: Math.min(Math.max(0, fromCache), promptTokens) };
}

/** llama.cpp's `timings` object. `predicted_ms` covers one step fewer than `predicted_n`: the first token comes with the prompt. */
export function timingsOf(value: unknown): Timings | undefined {
  const timings = asObject(value);
  if (typeof timings['prompt_n'] !== 'number') return undefined;
  return {
    cacheTokens: asNumber(timings['cache_n']),
    promptTokens: asNumber(timings['prompt_n']),
    promptMs: asNumber(timings['prompt_ms']),
    promptPerSecond: asNumber(timings['prompt_per_second']),
    generatedTokens: asNumber(timings['predicted_n']),
    generatedMs: asNumber(timings['predicted_ms']),
    generatedPerSecond: asNumber(timings['predicted_per_second']),
  };
}
