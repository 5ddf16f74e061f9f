import type { ContextEngine } from '@hermes-ops/contract';
import type { AgentSettings } from '../settings.ts';
import { type Conversation, nextPromptTokens } from './conversation.ts';
import type { Emit } from './events.ts';
import type { Failure } from './failure.ts';
import { planMask } from './mask.ts';

/** Room that an answer needs at least, as a share of the window: reserves of a fixed size break small windows. */
const RESERVE = 0.03;

/** A mask that frees less of the window is not worth the reading again. */
const WORTH_MASKING = 0.1;

/** Share of the window that the newest tool results may fill when older ones are masked. */
const KEEP_RESULTS = 0.25;

export interface WindowOptions {
  conversation: Conversation;
  settings: AgentSettings;
  /** Window of one request in tokens; undefined: not known, so nothing is done before the server refuses. */
  contextTokens: number | undefined;
  engine: ContextEngine | undefined;
  emit: Emit;
  signal: AbortSignal;
  /** What the server counted when it refused the prompt, in tokens. */
  refusedTokens?: number | undefined;
}

export type Room = { ok: true; changed: boolean } | { ok: false; failure: Failure };

/**
 * Makes room for the next request: by the installed context engine, else by masking old tool results. Fails when the
 * prompt still does not fit. `overflow`: the server has refused the prompt, so that something must go.
 */
export async function makeRoom(options: WindowOptions, reason: 'before-request' | 'overflow'): Promise<Room> {
  const { conversation, contextTokens, engine, settings } = options;
  const overflow = reason === 'overflow';
  if (contextTokens === undefined)
    return overflow ? full(options, nextPromptTokens(conversation)) : { ok: true, changed: false };
  const before = nextPromptTokens(conversation);
  const limit = contextTokens * (1 - RESERVE);
  if (!overflow && before <= Math.min(triggerOf(settings, contextTokens), limit)) return { ok: true, changed: false };
  const changed = engine ? await compress(options, before, reason) : mask(options, before, overflow);
  const after = changed ? nextPromptTokens(conversation) : before;
  if (overflow ? !changed : after > limit) return full(options, after);
  return { ok: true, changed };
}

/** Prompt size in tokens at which the history is shortened; Infinity where the config switches that off. */
function triggerOf({ compression }: AgentSettings, contextTokens: number): number {
  const { enabled, threshold, thresholdTokens } = compression;
  if (!enabled) return Number.POSITIVE_INFINITY;
  return Math.min(Math.floor(threshold * contextTokens), thresholdTokens ?? Number.POSITIVE_INFINITY);
}

async function compress(
  options: WindowOptions,
  promptTokens: number,
  reason: 'before-request' | 'overflow',
): Promise<boolean> {
  const { conversation, engine, contextTokens = 0, emit, signal } = options;
  if (!engine) return false;
  try {
    const { id: sessionId, messages } = conversation;
    const { changed, notice } = await engine.fit({ sessionId, messages, promptTokens, contextTokens, reason, signal });
    if (notice) emit({ type: 'notice', code: 'agent.compressed', text: notice });
    if (changed) conversation.reload();
    return changed;
  } catch (error) {
    const text = `the context engine ${engine.id} failed: ${(error as Error).message}`;
    emit({ type: 'notice', code: 'agent.engine-failed', text });
    return false;
  }
}

function mask({ conversation, contextTokens = 0, emit }: WindowOptions, promptTokens: number, must: boolean): boolean {
  const charsPerToken = 3;
  const plan = planMask(conversation.messages, contextTokens * KEEP_RESULTS * charsPerToken);
  if (!plan) return false;
  const freed = Math.round(plan.saved / charsPerToken);
  const needed = must || promptTokens > contextTokens * (1 - RESERVE);
  if (!needed && freed < contextTokens * WORTH_MASKING) return false;
  conversation.log.replaceRange(conversation.id, plan.from, plan.to, plan.by);
  conversation.reload();
  const text = `${plan.results} old tool results left out of the prompt (about ${freed.toLocaleString('en')} tokens); the session keeps them`;
  emit({ type: 'notice', code: 'agent.results-masked', text });
  return true;
}

function full({ contextTokens, engine, refusedTokens }: WindowOptions, promptTokens: number): Room {
  const [size, window] = [refusedTokens ?? promptTokens, contextTokens ?? 0].map((tokens) =>
    tokens.toLocaleString('en'),
  );
  const needs = refusedTokens === undefined ? `about ${size}` : size;
  const message = contextTokens
    ? `context full: the conversation needs ${needs} tokens, and the window of ${window} has to hold the answer as well`
    : `context full: the server refuses the conversation as too long (${needs} tokens)`;
  const install = engine
    ? []
    : ['hermes plugins install compression   (shortens long conversations; not every version of hermes has it yet)'];
  return {
    ok: false,
    failure: { code: 'agent.context-full', message, try: ['hermes chat   (a new session)', ...install] },
  };
}
