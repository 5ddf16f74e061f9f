import type { ChatMessage, SessionMessage, ToolSchema } from '@hermes-ops/contract';

/** Characters per token where nothing has been measured yet: low for English, so that the estimate is rather too high. */
const DEFAULT_RATIO = 3.2;

/** Outside of these bounds what was measured says something else than how a tokenizer splits text. */
const LOWEST_RATIO = 1;
const HIGHEST_RATIO = 5;

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

/** The beginning of a text that has at most so many tokens, estimated. Wide characters weigh more than others. */
export function headWithin(text: string, tokens: number, ratio = DEFAULT_RATIO): string {
  const most = Math.max(0, tokens);
  let head = text.slice(0, Math.floor(most * ratio));
  for (let size = textTokens(head, ratio); size > most; size = textTokens(head, ratio)) {
    head = head.slice(0, Math.min(head.length - 1, Math.floor((head.length * most) / size)));
  }
  return head.toWellFormed();
}

/** Tokens of messages, estimated. */
export const tokensOf = (messages: readonly ChatMessage[], ratio = DEFAULT_RATIO): number =>
  Math.ceil(messages.reduce((sum, message) => sum + messageChars(message), 0) / ratio);

/** What every request of a conversation begins with. */
export interface Beginning {
  system: string;
  tools: readonly ToolSchema[];
}

/** Characters of that. */
export const beginningChars = ({ system, tools }: Beginning): number => weight(system) + JSON.stringify(tools).length;

export interface Sized {
  /** Tokens of the next prompt. */
  tokens: number;
  /** Characters of messages per token, as this conversation has shown them. */
  charsPerToken: number;
  /** Tokens of system prompt and tools. */
  fixedTokens: number;
}

export interface SizeInput extends Beginning {
  messages: readonly SessionMessage[];
  /** Tokens of system prompt and tools, where they are known from an earlier state of the conversation. */
  fixedTokens?: number | undefined;
}

/**
 * Tokens of the next prompt: what the server counted for the last request, plus an estimate of what came after, by the
 * characters per token that this very conversation has shown. Where messages before that request have been replaced since,
 * its count is worth nothing, and all is estimated by what two counts say of the messages between them. Source: `usage`.
 */
export function sizePrompt(
  { messages, fixedTokens: known, ...beginning }: SizeInput,
  sizeOf: (message: ChatMessage) => number = messageChars,
): Sized {
  const chars = (from: number, to: number): number => {
    let sum = 0;
    for (let at = from; at < to; at++) sum += sizeOf(messages[at] as SessionMessage);
    return sum;
  };
  const fixedChars = beginningChars(beginning);
  const at = messages.findLastIndex(hasCount);
  const counted = messages[at];
  const stands = counted !== undefined && !messages.slice(0, at).some(({ seq }) => seq > counted.seq);
  const whole = stands ? bounded((fixedChars + chars(0, at + 1)) / totalOf(counted)) : undefined;
  const charsPerToken = betweenCounts(messages, sizeOf) ?? whole ?? DEFAULT_RATIO;
  const fixedTokens =
    fixedCount(messages, chars, charsPerToken) ?? known ?? Math.ceil(fixedChars / (whole ?? charsPerToken));
  const tokens = stands
    ? totalOf(counted) + Math.ceil(chars(at + 1, messages.length) / charsPerToken)
    : fixedTokens + Math.ceil(chars(0, messages.length) / charsPerToken);
  return { tokens, charsPerToken, fixedTokens };
}

/** What the first request of the session held besides its messages; undefined where its beginning has been replaced. */
function fixedCount(
  messages: readonly SessionMessage[],
  chars: (from: number, to: number) => number,
  charsPerToken: number,
): number | undefined {
  const at = messages.findIndex(hasCount);
  const first = messages[at];
  if (!first?.usage || messages[0]?.seq !== 1 || messages.slice(0, at).some(({ seq }, i) => seq !== i + 1))
    return undefined;
  return Math.max(0, Math.round(first.usage.promptTokens - chars(0, at) / charsPerToken));
}

const hasCount = ({ usage }: SessionMessage): boolean => usage !== undefined && usage.promptTokens > 0;

const totalOf = ({ usage }: SessionMessage): number => (usage ? usage.promptTokens + usage.completionTokens : 0);

const bounded = (ratio: number): number => Math.min(HIGHEST_RATIO, Math.max(LOWEST_RATIO, ratio));

/** Characters per token of what stands between two counted answers, where nothing before them changed in between. */
function betweenCounts(
  messages: readonly SessionMessage[],
  sizeOf: (message: ChatMessage) => number,
): number | undefined {
  // What stands before a message that came earlier was put there later.
  const late: number[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  for (const { seq } of messages.toReversed()) {
    if (seq > earliest) late.push(seq);
    earliest = Math.min(earliest, seq);
  }
  late.sort((a, b) => a - b);
  let [chars, tokens, open] = [0, 0, 0];
  let before: SessionMessage | undefined;
  for (const message of messages) {
    open += sizeOf(message);
    if (!hasCount(message)) continue;
    const { seq } = message;
    const first = before;
    const changed = first === undefined || (firstAbove(late, first.seq) ?? seq) < seq;
    const gained = first ? totalOf(message) - totalOf(first) : 0;
    if (!changed && gained > 0) {
      chars += open;
      tokens += gained;
    }
    before = message;
    open = 0;
  }
  return tokens > 0 ? bounded(chars / tokens) : undefined;
}

/** The first number of a sorted list that is larger than another one. */
function firstAbove(sorted: readonly number[], than: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > than) high = middle;
    else low = middle + 1;
  }
  return sorted[low];
}
