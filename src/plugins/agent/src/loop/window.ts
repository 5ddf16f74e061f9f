import type { ContextEngine, ContextState } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import type { AgentSettings } from '../settings.ts';
import { nextPromptTokens } from './conversation.ts';
import type { LoopDeps } from './deps.ts';
import { type Failure, INTERRUPTED } from './failure.ts';
import { planMask } from './mask.ts';
import { extraBodyFor } from './thinking.ts';

/** Room that an answer needs at least, as a share of the window: reserves of a fixed size break small windows. */
const RESERVE = 0.03;

/** A mask that frees less of the window is not worth the reading again. */
const WORTH_MASKING = 0.1;

/** Share of the window that the newest tool results may fill when older ones are masked. */
const KEEP_RESULTS = 0.25;

export interface WindowOptions extends Pick<LoopDeps, 'conversation' | 'settings' | 'engine' | 'emit'> {
  /** The first one is the main model. */
  targets: LoopDeps['targets'];
  /** Window of one request in tokens; undefined: not known, so nothing is done before the server refuses. */
  contextTokens: number | undefined;
  signal: AbortSignal;
  /** What the server counted when it refused the prompt, in tokens. */
  refusedTokens?: number | undefined;
}

export type Room = { ok: true; changed: boolean } | { ok: false; failure: Failure };

/**
 * Makes room for the next request: by the installed context engine, which decides itself whether it is time, else by
 * masking old tool results. Fails when the prompt still does not fit. `overflow`: the server has refused the prompt, so
 * that something must go.
 */
export async function makeRoom(options: WindowOptions, reason: 'before-request' | 'overflow'): Promise<Room> {
  const { conversation, contextTokens, engine, settings } = options;
  const overflow = reason === 'overflow';
  const before = nextPromptTokens(conversation);
  const limit = contextTokens === undefined ? Number.POSITIVE_INFINITY : contextTokens * (1 - RESERVE);
  if (engine) {
    const changed = (await compress(options, engine, reason)) || maskInstead(options, { overflow, limit });
    return afterEngine(options, changed, { overflow, limit });
  }
  if (contextTokens === undefined) return overflow ? full(options, before) : { ok: true, changed: false };
  if (!overflow && before <= Math.min(triggerOf(settings, contextTokens), limit)) return { ok: true, changed: false };
  const changed = mask(options, before, overflow);
  const after = changed ? nextPromptTokens(conversation) : before;
  if (overflow ? !changed : after > limit) return full(options, after);
  return { ok: true, changed };
}

/** Where the config switches engines off, what is done without one is done when the window is full. */
function maskInstead(options: WindowOptions, { overflow, limit }: { overflow: boolean; limit: number }): boolean {
  const { settings, contextTokens, conversation, signal } = options;
  if (settings.compression.enabled || contextTokens === undefined || signal.aborted) return false;
  const tokens = nextPromptTokens(conversation);
  return (overflow || tokens > limit) && mask(options, tokens, true);
}

function afterEngine(
  options: WindowOptions,
  changed: boolean,
  { overflow, limit }: { overflow: boolean; limit: number },
): Room {
  const after = nextPromptTokens(options.conversation);
  if (options.signal.aborted) return { ok: false, failure: INTERRUPTED };
  return (overflow ? !changed : after > limit) ? full(options, after) : { ok: true, changed };
}

/** Prompt size in tokens at which the history is shortened; Infinity where the config switches that off. */
function triggerOf({ compression }: AgentSettings, contextTokens: number): number {
  const { enabled, threshold, thresholdTokens } = compression;
  if (!enabled) return Number.POSITIVE_INFINITY;
  return Math.min(Math.floor(threshold * contextTokens), thresholdTokens ?? Number.POSITIVE_INFINITY);
}

/** Has the engine shorten the conversation, and says what it says. False: it is as it was. Never throws. */
export async function compress(
  options: WindowOptions,
  engine: ContextEngine,
  reason: ContextState['reason'],
  focus?: string,
): Promise<boolean> {
  const { conversation, emit } = options;
  try {
    const { changed, notice, try: hints } = await engine.fit(contextState(options, reason, focus));
    if (notice) {
      const code = changed ? 'agent.compressed' : 'agent.not-compressed';
      emit({ type: 'notice', code, text: notice, ...(hints ? { try: hints } : {}) });
    }
    if (changed) conversation.reload();
    return changed;
  } catch (error) {
    const text = `the context engine ${engine.id} failed, and the conversation is as it was: ${(error as Error).message}`;
    emit({ type: 'notice', code: 'agent.engine-failed', text });
    return false;
  }
}

/** The conversation as an engine sees it. */
export function contextState(options: WindowOptions, reason: ContextState['reason'], focus?: string): ContextState {
  const { conversation, contextTokens, targets, settings, emit, signal, refusedTokens } = options;
  const { id: sessionId, system, tools, messages, sendReasoning, fixedTokens } = conversation;
  return {
    sessionId,
    system,
    tools,
    messages,
    sendReasoning,
    steering: targets[0].steering,
    target: targets[0].target,
    extraBody: extraBodyFor(settings, targets[0]),
    promptTokens: refusedTokens ?? nextPromptTokens(conversation),
    ...(fixedTokens === undefined ? {} : { fixedTokens }),
    contextTokens,
    reason,
    ...(focus === undefined ? {} : { focus }),
    signal,
    progress: (text) => emit({ type: 'activity', ...(text === undefined ? {} : { text }) }),
  };
}

function mask({ conversation, contextTokens = 0, emit }: WindowOptions, promptTokens: number, must: boolean): boolean {
  const charsPerToken = 3;
  const plan = planMask(conversation.messages, contextTokens * KEEP_RESULTS * charsPerToken);
  if (!plan) return false;
  const freed = Math.round(plan.saved / charsPerToken);
  const needed = must || promptTokens > contextTokens * (1 - RESERVE);
  if (!needed && freed < contextTokens * WORTH_MASKING) return false;
  conversation.log.replaceRanges(conversation.id, plan.edits);
  conversation.reload();
  const text = `${plan.results} old tool results left out of the prompt (about ${count(freed)} tokens); the session keeps them`;
  emit({ type: 'notice', code: 'agent.results-masked', text });
  return true;
}

function full({ contextTokens, engine, refusedTokens, settings }: WindowOptions, promptTokens: number): Room {
  const [size, window] = [refusedTokens ?? promptTokens, contextTokens ?? 0].map(count);
  const needs = refusedTokens === undefined ? `about ${size}` : size;
  const message = contextTokens
    ? `context full: the conversation needs ${needs} tokens, and the window of ${window} has to hold the answer as well`
    : `context full: the server refuses the conversation as too long (${needs} tokens)`;
  const install = !settings.compression.enabled
    ? ['/compress in a chat, or: hermes config set compression.enabled true']
    : engine
      ? ['hermes compression explain   (why it could not be shortened)']
      : ['hermes plugins install compression   (shortens long conversations)'];
  return {
    ok: false,
    failure: { code: 'agent.context-full', message, try: ['hermes chat   (a new session)', ...install] },
  };
}
