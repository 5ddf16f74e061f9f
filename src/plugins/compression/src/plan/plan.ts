import type { ContextState, SessionMessage } from '@hermes-ops/contract';
import { messageChars, sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { summaryBudget } from '../account/account.ts';
import { summaryIn } from '../account/marks.ts';
import type { CompressionSettings } from '../settings.ts';
import { triggerOf } from '../trigger.ts';
import type { LayoutInput } from './input.ts';
import { type Item, keepAll, messageOf } from './items.ts';
import { AFTER_SHARE, type Layout, layOut } from './layout.ts';
import { pruneRange } from './prune.ts';
import { unitsOf } from './units.ts';

/** What frees less of the prompt is not worth reading everything behind it again. */
export const WORTH = 0.1;

/** Share of the window beyond which a compression that brings little is better than none. */
const NEARLY_FULL = 0.9;

/** Of a pruning without a model, where nobody demands more: what it must leave free of the window. */
const PRUNED_SHARE = AFTER_SHARE;

export interface Sizing {
  charsPerToken: number;
  /** Tokens of system prompt and tools, of all messages, and both. */
  fixedTokens: number;
  historyTokens: number;
  promptTokens: number;
}

export type PlanState = Pick<
  ContextState,
  'system' | 'tools' | 'messages' | 'promptTokens' | 'fixedTokens' | 'contextTokens' | 'reason' | 'focus'
>;

export interface PlanInput {
  state: PlanState;
  settings: CompressionSettings;
  /** Highest `seq` that an earlier compression has seen or put; undefined: there was none. */
  seen: number | undefined;
}

export type Plan =
  | { kind: 'nothing'; why: string }
  /** Old results go, and that is enough: no model is asked. */
  | { kind: 'prune'; items: Item[]; changed: number; sizing: Sizing; tokensAfter: number }
  | CompressPlan;

export interface CompressPlan {
  kind: 'compress';
  layout: Layout;
  /** The same with an account of so many tokens, which leaves the rest of the goal to the recent part. */
  layoutWith(accountTokens: number): Layout;
  sizing: Sizing;
  readable: boolean;
  /** Most tokens of the summary. */
  summaryTokens: number;
  /** Summary of the compression before, empty where there is none. */
  previous: string;
  /** Tokens of the prompt afterwards, at most. */
  tokensAfter: number;
}

/** Sizes by the characters per token that this conversation has shown; of a refused prompt by what the server counted. */
export function sizeOf({ promptTokens, reason, ...state }: PlanState): Sizing {
  const shown = sizePrompt(state);
  const fixedTokens = Math.min(promptTokens, shown.fixedTokens);
  const historyTokens = promptTokens - fixedTokens;
  const chars = state.messages.reduce((sum, message) => sum + messageChars(message), 0);
  const refused =
    reason === 'overflow' && historyTokens > 0 ? Math.min(shown.charsPerToken, chars / historyTokens) : undefined;
  return { charsPerToken: Math.max(0.5, refused ?? shown.charsPerToken), fixedTokens, historyTokens, promptTokens };
}

/** What a compression of this conversation would do. Pure; linear in its length. */
export function planFor({ state, settings, seen }: PlanInput): Plan {
  const { messages, contextTokens, reason, focus, tools } = state;
  const forced = reason === 'overflow';
  if (messages.length === 0) return { kind: 'nothing', why: 'there is nothing in the conversation yet' };
  if (!forced && seen !== undefined && !messages.some(({ seq }) => seq > seen)) {
    return { kind: 'nothing', why: 'nothing has been said since the last compression' };
  }
  const sizing = sizeOf(state);
  const readable = tools.some(({ function: { name } }) => name === 'session_search');
  const input: LayoutInput = {
    messages,
    settings,
    ...sizing,
    contextTokens,
    tokensOf: (one) =>
      Math.ceil(messageChars('put' in one || 'keep' in one ? messageOf(messages, one) : one) / sizing.charsPerToken),
    prune: { readable },
  };
  const layout = layOut(input);
  const pruned = enoughPruned(input, layout, { settings, asked: reason === 'asked' || focus !== undefined, forced });
  if (pruned) return { kind: 'prune', ...pruned, sizing };
  if (layout.dropped.length === 0) return onlyCut(input, layout, sizing);
  const tokensAfter = sizing.fixedTokens + layout.keptTokens + layout.accountTokens;
  const freed = sizing.promptTokens - tokensAfter;
  if (freed < (reason === 'before-request' ? WORTH * sizing.promptTokens : 1)) {
    const why = `it would free only ${percent(Math.max(0, freed) / sizing.promptTokens)} of the prompt`;
    return { kind: 'nothing', why: [why, ...layout.reasons].join(', ') };
  }
  const stillPast = pastTrigger(state, settings, tokensAfter);
  if (stillPast !== undefined) {
    const [trigger, fixed] = [stillPast, sizing.fixedTokens].map(count);
    const why = `the prompt would still be past the trigger of ${trigger} tokens, ${fixed} being system prompt and tools`;
    return { kind: 'nothing', why };
  }
  const account = layout.account === undefined ? undefined : messages[layout.account];
  return {
    kind: 'compress',
    layout,
    layoutWith: (accountTokens) => layOut(input, accountTokens),
    sizing,
    readable,
    summaryTokens: Math.max(80, summaryBudget(layout.accountTokens)),
    previous: summaryIn(account?.content ?? ''),
    tokensAfter,
  };
}

/** Nothing goes, so there is nothing to give an account of: long bodies of the newest messages are cut, where there are any. */
function onlyCut({ fixedTokens, tokensOf }: LayoutInput, layout: Layout, sizing: Sizing): Plan {
  if (layout.cut === 0) {
    const why = 'there is nothing before the newest messages, and those are kept';
    return { kind: 'nothing', why: [why, ...layout.reasons].join(', ') };
  }
  const items = [...keepAll(0, layout.tailStart), ...layout.tail];
  const tokensAfter = fixedTokens + items.reduce((sum, item) => sum + tokensOf(item), 0);
  return { kind: 'prune', items, changed: layout.cut, sizing, tokensAfter };
}

/** The trigger, where a compression for its sake would leave the prompt behind it, and the window is not nearly full yet. */
function pastTrigger(
  { reason, promptTokens, contextTokens }: PlanState,
  settings: CompressionSettings,
  tokensAfter: number,
): number | undefined {
  const { tokens } = triggerOf(settings, contextTokens);
  if (reason !== 'before-request' || tokens === undefined || promptTokens < tokens) return undefined;
  if (contextTokens !== undefined && promptTokens > contextTokens * NEARLY_FULL) return undefined;
  return tokensAfter >= tokens ? tokens : undefined;
}

/** All old results as one line each, where that is enough by itself. */
function enoughPruned(
  input: LayoutInput,
  layout: Layout,
  { settings, asked, forced }: { settings: CompressionSettings; asked: boolean; forced: boolean },
): { items: Item[]; changed: number; tokensAfter: number } | undefined {
  const { messages, contextTokens, fixedTokens, historyTokens, tokensOf, prune } = input;
  if (asked || forced || contextTokens === undefined || messages.length >= settings.messageLimit) return undefined;
  const { items } = pruneRange(messages, layout.head, layout.tailStart, prune);
  const before = [...keepAll(0, layout.head), ...items];
  const sizeWith = (tail: readonly Item[]) =>
    fixedTokens + [...before, ...tail].reduce((sum, item) => sum + tokensOf(item), 0);
  // Long bodies of the recent part stay where there is room for them.
  const recent = keepAll(layout.tailStart, messages.length);
  const tail = sizeWith(recent) <= contextTokens * PRUNED_SHARE ? recent : layout.tail;
  const whole = [...before, ...tail];
  const tokensAfter = sizeWith(tail);
  const freed = fixedTokens + historyTokens - tokensAfter;
  if (tokensAfter > contextTokens * PRUNED_SHARE || freed < contextTokens * WORTH) return undefined;
  return { items: whole, changed: whole.filter((item) => 'put' in item).length, tokensAfter };
}

/** Old results that `compression.proactive_prune_*` asks for, however small the prompt still is. */
export function planProactive({ state, settings }: Omit<PlanInput, 'seen'>): Plan {
  const { messages, tools } = state;
  const sizing = sizeOf(state);
  const readable = tools.some(({ function: { name } }) => name === 'session_search');
  const tokens = (item: Item) => Math.ceil(messageChars(messageOf(messages, item)) / sizing.charsPerToken);
  // What the model has not read yet stands in the last unit.
  const read = unitsOf(messages).at(-1)?.start ?? 0;
  const end = Math.min(read, Math.max(0, messages.length - settings.protectLast));
  const { items, changed } = pruneRange(messages, 0, end, { readable, minChars: settings.pruneMinChars });
  const whole = [...items, ...keepAll(end, messages.length)];
  const tokensAfter = sizing.fixedTokens + whole.reduce((sum, item) => sum + tokens(item), 0);
  const freed = sizing.promptTokens - tokensAfter;
  if (changed === 0 || freed < settings.pruneMinReclaim) {
    return { kind: 'nothing', why: 'old results are too small to be worth it' };
  }
  return { kind: 'prune', items: whole, changed, sizing, tokensAfter };
}

/** Messages that go, in order; results as they are. */
export const droppedOf = (plan: CompressPlan, messages: readonly SessionMessage[]): SessionMessage[] =>
  plan.layout.dropped.map((at) => messages[at] as SessionMessage);

/**
 * The messages that the main model can be asked behind: as many as leave room for so many tokens, ending with the model's
 * side, and at least all that go. Undefined where that is impossible.
 */
export function alignedPart(plan: CompressPlan, state: PlanState, roomTokens: number): SessionMessage[] | undefined {
  const { messages, contextTokens } = state;
  const { charsPerToken, promptTokens } = plan.sizing;
  const least = (plan.layout.dropped.at(-1) ?? -1) + 1;
  let tokens = promptTokens;
  for (const { kind, start, end } of unitsOf(messages).toReversed()) {
    const fits = contextTokens === undefined || tokens + roomTokens <= contextTokens;
    if (fits && (kind === 'answer' || kind === 'calls') && end >= least) return messages.slice(0, end);
    tokens -= messages.slice(start, end).reduce((sum, message) => sum + messageChars(message) / charsPerToken, 0);
    if (start < least) return undefined;
  }
  return undefined;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
