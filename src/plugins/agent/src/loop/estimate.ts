import type { ChatMessage } from '@hermes-ops/contract';

/** Characters per token where nothing has been measured yet: low for English, so that the estimate is rather too high. */
const DEFAULT_RATIO = 3.2;

/** Characters of a message as the prompt holds it; the template's own marks around it count 4 tokens. */
export function messageChars(message: ChatMessage): number {
  const calls = (message.tool_calls ?? []).reduce(
    (sum, { function: call }) => sum + call.name.length + call.arguments.length + 30,
    0,
  );
  return weight(message.content ?? '') + weight(message.reasoning ?? '') + calls + 4 * DEFAULT_RATIO;
}

/** Length in characters of English: one character of Chinese, Japanese or Korean is about a token by itself. */
export function weight(text: string): number {
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/gu)?.length ?? 0;
  return text.length + wide * (DEFAULT_RATIO - 1);
}

/** Tokens of a text, estimated. */
export const textTokens = (text: string, ratio = DEFAULT_RATIO): number => Math.ceil(weight(text) / ratio);

/** What the server said about the last request, and how large the conversation was when it did. */
export interface Measured {
  /** Prompt and completion of the last request, in tokens. */
  tokens: number;
  /** Messages that those tokens cover. */
  messages: number;
}

/**
 * Tokens of the next prompt: what the server counted, plus an estimate of what came after, by the characters per token
 * that this very conversation has shown. Without a count everything is estimated. Source of the ratio: `usage`.
 */
export function promptTokens(
  messages: readonly ChatMessage[],
  fixedChars: number,
  measured: Measured | undefined,
  sizeOf: (message: ChatMessage) => number = messageChars,
): number {
  const chars = (from: number, to: number): number =>
    messages.slice(from, to).reduce((sum, message) => sum + sizeOf(message), 0);
  if (!measured || measured.tokens === 0 || measured.messages > messages.length) {
    return Math.ceil((fixedChars + chars(0, messages.length)) / DEFAULT_RATIO);
  }
  const covered = fixedChars + chars(0, measured.messages);
  const ratio = Math.min(5, Math.max(1, covered / measured.tokens));
  return measured.tokens + Math.ceil(chars(measured.messages, messages.length) / ratio);
}
