import type { SessionMessage } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { isAccount, isReply } from '../account/marks.ts';
import type { LayoutInput } from './input.ts';
import type { Item } from './items.ts';
import { type Tail, tailOf } from './tail.ts';
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

/** Share of the window that may be in use after a compression. */
export const AFTER_SHARE = 0.35;

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
 * `accountNeeds`: tokens of the account, where it is known already.
 */
export function layOut(input: LayoutInput, accountNeeds?: number): Layout {
  const { messages, settings, fixedTokens, historyTokens, contextTokens, tokensOf } = input;
  const roomAfter = contextTokens === undefined ? Number.POSITIVE_INFINITY : contextTokens * AFTER_SHARE - fixedTokens;
  const targetTokens = Math.max(LEAST_ACCOUNT, Math.floor(Math.min(settings.targetRatio * historyTokens, roomAfter)));
  const units = unitsOf(messages);
  const account = lastIndex(messages, isAccount);
  const begin = account === undefined ? 0 : account + (isReply(messages[account + 1]) ? 2 : 1);
  const question = lastIndex(messages, ({ role }) => role === 'user');
  const head = headOf(input, units, account ?? messages.length, targetTokens);
  const start = Math.max(head, begin);
  const reserved = accountNeeds ?? Math.max(LEAST_ACCOUNT, Math.floor(targetTokens * ACCOUNT_SHARE));
  const sum = (from: number, to: number) => messages.slice(from, to).reduce((total, one) => total + tokensOf(one), 0);
  const headTokens = sum(0, head);
  const questionTokens = question === undefined ? 0 : tokensOf(messages[question] as SessionMessage);
  const smallest = Math.min(reserved, Math.max(LEAST_ACCOUNT, Math.floor(targetTokens * SMALL_ACCOUNT_SHARE)));
  const tail = tailOf(
    input,
    units.filter((unit) => unit.start >= start),
    {
      question,
      spare: reserved - smallest,
      room: (withQuestion) => targetTokens - reserved - headTokens - (withQuestion ? questionTokens : 0),
    },
  );
  const outside = question !== undefined && question >= start && question < tail.start ? question : undefined;
  const dropped = range(head, tail.start).filter((at) => at !== outside && !(at >= (account ?? 0) && at < begin));
  const keptTokens = headTokens + tail.tokens + (outside === undefined ? 0 : questionTokens);
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
