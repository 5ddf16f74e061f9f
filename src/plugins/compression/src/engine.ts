import type { ContextEngine, ContextOutcome, ContextState, Rewrite } from '@hermes-ops/contract';
import { compress } from './compress.ts';
import { describeState } from './describe.ts';
import { dueOf } from './due.ts';
import type { Note } from './note.ts';
import { compressionsIn, ENGINE, type EngineHost, sessionsOf } from './parts.ts';
import { planFor, planProactive, sizeOf } from './plan/plan.ts';
import { type CompressionSettings, readSettings } from './settings.ts';

/** What one process remembers of a session, so that nothing is tried, or told, again and again. */
interface Memory {
  /** Prompt size at which nothing could be won. */
  declinedAt: number;
  /** Attempts in a row that brought nothing. */
  failures: number;
}

/** Growth of the prompt, as a share of the window, after which it is tried again where nothing could be won. */
const GROWN = 0.05;

/** Share of the window from which on nothing is put off. */
const NO_LONGER = 0.93;

/** See `ContextEngine`. One for each process. */
export function createEngine(host: EngineHost): Required<ContextEngine> {
  const memories = new Map<string, Memory>();
  return {
    id: ENGINE,
    async fit(given) {
      const settings = readSettings(await host.freshConfig(), given.target.model);
      const memory = memories.get(given.sessionId) ?? { declinedAt: 0, failures: 0 };
      memories.set(given.sessionId, memory);
      const due = dueOf(given, settings);
      if (!due || (given.reason !== 'asked' && !settings.enabled)) return { changed: false };
      if (isHopeless(given, memory, settings.maxAttempts)) return { changed: false };
      const sessions = await sessionsOf(host);
      const rewrites = await sessions.rewrites(given.sessionId);
      if (due === 'size' && respectsUndo(given, rewrites)) return { changed: false };
      const inForce = compressionsIn(rewrites);
      const last = inForce.at(-1)?.note;
      const seen = inForce.findLast(({ note }) => note.kind === 'compressed')?.note.seen;
      const state = { ...given, ...(last && given.fixedTokens === undefined ? { fixedTokens: last.fixedTokens } : {}) };
      const plan = due === 'old-results' ? planProactive({ state, settings }) : planFor({ state, settings, seen });
      // That there is little to be won yet says nothing about what can be won when the window is full.
      if (plan.kind === 'nothing' && (due === 'old-results' || due === 'idle')) return { changed: false };
      if (plan.kind === 'nothing') return declined(state, memory, settings.maxAttempts, plan.why);
      const outcome = await compress(host, { state, settings, sessions, plan, due });
      if (outcome.changed) Object.assign(memory, { declinedAt: 0, failures: 0 });
      else if (given.reason !== 'asked' && !state.signal.aborted) return failed(state, memory, settings, outcome);
      return outcome;
    },
    async describe(state) {
      const settings = readSettings(await host.freshConfig(), state.target.model);
      const sessions = await sessionsOf(host);
      return describeState(state, settings, compressionsIn(await sessions.rewrites(state.sessionId)));
    },
  };
}

/** What the user took back is not done again before the conversation has grown, as long as it fits into the window. */
function respectsUndo({ promptTokens, contextTokens }: ContextState, rewrites: readonly Rewrite[]): boolean {
  const last = rewrites.findLast(({ by }) => by === ENGINE);
  if (!last?.undone || contextTokens === undefined) return false;
  const { tokensBefore = 0 } = last.note as Partial<Note>;
  return promptTokens < tokensBefore + contextTokens * GROWN && promptTokens < contextTokens * NO_LONGER;
}

function isHopeless({ reason, promptTokens, contextTokens }: ContextState, memory: Memory, most: number): boolean {
  if (reason === 'asked') return false;
  if (memory.failures >= most && reason !== 'overflow') return true;
  const grown = promptTokens - memory.declinedAt;
  return memory.declinedAt > 0 && reason === 'before-request' && grown >= 0 && grown < (contextTokens ?? 0) * GROWN;
}

/** It was tried in vain; the last time that is said as well. */
function failed(
  { promptTokens }: ContextState,
  memory: Memory,
  { maxAttempts }: CompressionSettings,
  outcome: ContextOutcome,
): ContextOutcome {
  Object.assign(memory, { declinedAt: promptTokens, failures: memory.failures + 1 });
  if (memory.failures < maxAttempts) return outcome;
  const notice = `${outcome.notice}; it is not tried again by itself in this chat`;
  return { ...outcome, notice, try: [...(outcome.try ?? []), ONCE_MORE] };
}

const ONCE_MORE = '/compress   (try once more)';

/** Nothing is done; said once, with the figures the last time. */
function declined(state: ContextState, memory: Memory, most: number, why: string): ContextOutcome {
  if (state.reason === 'asked') return { changed: false, notice: `nothing was compressed: ${why}` };
  memory.declinedAt = state.promptTokens;
  memory.failures += 1;
  if (memory.failures < most) return { changed: false, notice: `the conversation could not be compressed: ${why}` };
  const { fixedTokens, historyTokens } = sizeOf(state);
  const [fixed, history] = [fixedTokens, historyTokens].map((tokens) => Math.round(tokens).toLocaleString('en-US'));
  const window = state.contextTokens ? ` in a window of ${state.contextTokens.toLocaleString('en-US')}` : '';
  return {
    changed: false,
    notice: `compression has been given up for this session: ${why} (system prompt and tools ${fixed} tokens, messages ${history}${window})`,
    try: ['hermes chat   (a new session)', 'hermes compression explain', ONCE_MORE],
  };
}
