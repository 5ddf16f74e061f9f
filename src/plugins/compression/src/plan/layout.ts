import type { SessionMessage } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { isAccount, isReply } from '../account/marks.ts';
import type { CompressionSettings } from '../settings.ts';
import { copyOf, type Item, keepAll } from './items.ts';
import { callsById, middleCut, type PruneOptions, pruned } from './prune.ts';
import { type Unit, unitsOf } from './units.ts';

/** Share of the target that is the account's before the recent part gets its own, and the least it is left where that is large. */
const ACCOUNT_SHARE = 0.55;
const SMALL_ACCOUNT_SHARE = 0.35;

/** Sizes of single parts are rounded up, but not always enough. */
const ROUNDING = 0.985;

/** Fewer tokens hold no account. */
const LEAST_ACCOUNT = 200;

/** Largest share of the target that the first messages may take. */
const HEAD_SHARE = 0.15;

/** Of the window, for the recent part beyond the protected messages. */
const LEAN_SHARE = 0.025;

/** Share of the window that may be in use after a compression. */
export const AFTER_SHARE = 0.35;

/** Share of the window that what must stay may fill before results that nobody has read are cut. */
const HARD_SHARE = 0.6;

export interface LayoutInput {
  messages: readonly SessionMessage[];
  settings: CompressionSettings;
  /** Tokens of system prompt and tools. */
  fixedTokens: number;
  /** Tokens of all messages. */
  historyTokens: number;
  /** Window in tokens; undefined: not known. */
  contextTokens: number | undefined;
  tokensOf(message: SessionMessage | Item): number;
  prune: PruneOptions;
}

/** What stays and what goes. All numbers are indexes into the messages, or tokens. */
export interface Layout {
  /** Messages before this one stay as they are. */
  head: number;
  /** The account of an earlier compression, which the new one replaces. */
  account: number | undefined;
  /** What goes, without account and its reply. */
  dropped: number[];
  /** The user's last message where it stands before the recent part. */
  question: number | undefined;
  tail: Item[];
  /** Index of the first message of the tail. */
  tailStart: number;
  /** Messages of the tail whose bodies were cut. */
  cut: number;
  /** Goal for all messages, and what of it the account may take. */
  targetTokens: number;
  accountTokens: number;
  keptTokens: number;
  /** Why the goal is not reached, each in a few words. */
  reasons: string[];
}

/**
 * Decides what stays of a conversation. In this order: calls and results together, the user's last message, the goal in
 * tokens, the number of protected messages. Long bodies in the recent part are cut before a message is given up.
 */
export function layOut(input: LayoutInput): Layout {
  const { messages, settings, fixedTokens, historyTokens, contextTokens, tokensOf } = input;
  const roomAfter = contextTokens === undefined ? Number.POSITIVE_INFINITY : contextTokens * AFTER_SHARE - fixedTokens;
  const targetTokens = Math.max(LEAST_ACCOUNT, Math.floor(Math.min(settings.targetRatio * historyTokens, roomAfter)));
  const units = unitsOf(messages);
  const account = lastIndex(messages, isAccount);
  const begin = account === undefined ? 0 : account + (isReply(messages[account + 1]) ? 2 : 1);
  const question = lastIndex(messages, ({ role }) => role === 'user');
  const head = headOf(input, units, account ?? messages.length, targetTokens);
  const start = Math.max(head, begin);
  const reserved = Math.max(LEAST_ACCOUNT, Math.floor(targetTokens * ACCOUNT_SHARE));
  const sum = (from: number, to: number) => messages.slice(from, to).reduce((total, one) => total + tokensOf(one), 0);
  const headTokens = sum(0, head);
  const questionTokens = question === undefined ? 0 : tokensOf(messages[question] as SessionMessage);
  const budget = (withQuestion: boolean) => targetTokens - reserved - headTokens - (withQuestion ? questionTokens : 0);
  const tail = tailOf(
    input,
    units.filter((unit) => unit.start >= start),
    budget,
    question,
  );
  const outside = question !== undefined && question >= start && question < tail.start ? question : undefined;
  const dropped = range(head, tail.start).filter((at) => at !== outside && !(at >= (account ?? 0) && at < begin));
  const keptTokens = headTokens + tail.tokens + (outside === undefined ? 0 : questionTokens);
  const smallest = Math.max(LEAST_ACCOUNT, Math.floor(targetTokens * SMALL_ACCOUNT_SHARE));
  const accountTokens = Math.max(smallest, Math.floor(targetTokens * ROUNDING - keptTokens));
  return {
    head,
    account,
    dropped,
    question: outside,
    tail: tail.items,
    tailStart: tail.start,
    cut: tail.cut,
    targetTokens,
    accountTokens,
    keptTokens,
    reasons: reasonsFor({ input, targetTokens, accountTokens, keptTokens, questionTokens, tail }),
  };
}

/** Whole turns at the beginning, as many as fit into what the settings protect. */
function headOf({ settings, tokensOf, messages }: LayoutInput, units: Unit[], until: number, target: number): number {
  let [head, tokens] = [0, 0];
  for (const { kind, start, end } of units) {
    tokens += messages.slice(start, end).reduce((sum, message) => sum + tokensOf(message), 0);
    if (end > Math.min(settings.protectFirst, until) || tokens > target * HEAD_SHARE || kind === 'stray') break;
    if (kind === 'answer') head = end;
  }
  return head;
}

interface Tail {
  start: number;
  items: Item[];
  tokens: number;
  cut: number;
}

interface Piece extends Unit {
  items: Item[];
  cut: Item[];
  full: number;
  small: number;
}

function tailOf(
  input: LayoutInput,
  units: readonly Unit[],
  budget: (withQuestion: boolean) => number,
  question: number | undefined,
): Tail {
  const { messages, settings, contextTokens, tokensOf } = input;
  const calls = callsById(messages);
  const sizeOf = (items: readonly Item[]) => items.reduce((sum, item) => sum + tokensOf(item), 0);
  const wanted = Math.max(1, Math.min(settings.protectLast, Math.floor(settings.messageLimit / 2)));
  const lean = (contextTokens ?? 0) * LEAN_SHARE;
  const pieces: Piece[] = [];
  let [tokens, size, users] = [0, 0, 0];
  for (const unit of units.toReversed()) {
    if (unit.kind === 'stray') continue;
    const items = keepAll(unit.start, unit.end).map((item) => shortAnswer(messages, item, settings));
    const full = sizeOf(items);
    const length = unit.end - unit.start;
    if (pieces.length > 0 && size + length > wanted && users >= settings.minTailUserMessages) {
      const more = settings.tailMode === 'legacy' ? tokens + full <= budget(false) : tokens + full <= lean;
      if (!more) break;
    }
    const cut = items.map((item): Item => {
      const message = 'keep' in item ? messages[item.keep] : undefined;
      const put = message && message.role !== 'user' ? pruned(message, calls, input.prune) : undefined;
      return put ? { put } : item;
    });
    pieces.push({ ...unit, items, cut, full, small: Math.min(full, sizeOf(cut)) });
    tokens += full;
    size += length;
    if (unit.kind === 'user') users += 1;
  }
  return shrink(input, pieces.reverse(), (start) => budget(question !== undefined && question < start));
}

/** Bodies are cut from the oldest on, then messages are given up, then bodies come back as far as there is room. */
function shrink(input: LayoutInput, pieces: Piece[], budget: (start: number) => number): Tail {
  const { messages, contextTokens, fixedTokens, tokensOf } = input;
  let first = 0;
  const small = new Set<number>();
  const saved = (i: number) => (pieces[i] ? pieces[i].full - pieces[i].small : 0);
  let total = pieces.reduce((sum, { full }) => sum + full, 0);
  const room = () => budget(pieces[first]?.start ?? messages.length);
  // What the model has not read yet stands in the last unit.
  const last = pieces.length - 1;
  for (let i = 0; i < last && total > room(); i++) {
    small.add(i);
    total -= saved(i);
  }
  // All of these are cut by now.
  for (; first < last && total > room(); first++) total -= pieces[first]?.small ?? 0;
  for (let i = last - 1; i >= first; i--) {
    if (!small.has(i) || total + saved(i) > room()) continue;
    small.delete(i);
    total += saved(i);
  }
  let items = pieces.slice(first).flatMap((piece, i) => (small.has(first + i) ? piece.cut : piece.items));
  if (contextTokens !== undefined) items = fitting(input, items, contextTokens * HARD_SHARE - fixedTokens);
  return {
    start: pieces[first]?.start ?? messages.length,
    items,
    tokens: items.reduce((sum, item) => sum + tokensOf(item), 0),
    cut: items.filter((item) => 'put' in item).length,
  };
}

/** Results of the last calls that would fill the window by themselves lose their middle. */
function fitting({ messages, tokensOf, prune }: LayoutInput, items: Item[], most: number): Item[] {
  const size = items.reduce((sum, item) => sum + tokensOf(item), 0);
  if (size <= most) return items;
  const results = items.filter((item) => 'keep' in item && messages[item.keep]?.role === 'tool');
  const large = results.reduce((sum, item) => sum + tokensOf(item), 0);
  const share = Math.max(0.02, (most - (size - large)) / Math.max(1, large));
  return items.map((item) => {
    const message = 'keep' in item ? messages[item.keep] : undefined;
    const length = message?.content?.length ?? 0;
    if (message?.role !== 'tool' || length < 1000) return item;
    return { put: middleCut(message, length * share, prune) };
  });
}

/** `tail_assistant_max_chars`. */
function shortAnswer(
  messages: readonly SessionMessage[],
  item: Item,
  { tailAssistantChars: most }: CompressionSettings,
): Item {
  const message = 'keep' in item ? messages[item.keep] : undefined;
  const text = message?.content ?? '';
  if (!message || most === 0 || message.role !== 'assistant' || text.length <= most) return item;
  return { put: { ...copyOf(message), content: `${text.slice(0, most).toWellFormed()}… [cut]` } };
}

function reasonsFor(facts: {
  input: LayoutInput;
  targetTokens: number;
  accountTokens: number;
  keptTokens: number;
  questionTokens: number;
  tail: Tail;
}): string[] {
  const { input, targetTokens, accountTokens, keptTokens, questionTokens, tail } = facts;
  const { contextTokens, fixedTokens, settings, historyTokens } = input;
  if (keptTokens + accountTokens <= targetTokens) return [];
  const about = (tokens: number) => `about ${count(Math.round(tokens))} tokens`;
  const rest = tail.tokens - (input.messages[tail.start]?.role === 'user' ? questionTokens : 0);
  const tight = contextTokens !== undefined && targetTokens < settings.targetRatio * historyTokens - 1;
  const reasons = [
    ...(questionTokens > targetTokens * 0.3 ? [`your last message alone is ${about(questionTokens)}`] : []),
    ...(rest > targetTokens * 0.3 ? [`the newest messages, calls and results are ${about(rest)}`] : []),
    ...(tight ? [`system prompt and tools are ${about(fixedTokens)} of a window of ${count(contextTokens)}`] : []),
  ];
  return reasons.length > 0 ? reasons : ['there is little that could go'];
}

function lastIndex(messages: readonly SessionMessage[], is: (message: SessionMessage) => boolean): number | undefined {
  const at = messages.findLastIndex(is);
  return at === -1 ? undefined : at;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
