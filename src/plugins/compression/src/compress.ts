import type { AgentSessions, ContextOutcome, ContextState } from '@hermes-ops/contract';
import type { Due } from './due.ts';
import type { Note } from './note.ts';
import { compressedOutcome, prunedOutcome, unchangedOutcome } from './outcome.ts';
import { ENGINE, type EngineHost } from './parts.ts';
import { assemble, withAccount } from './plan/assemble.ts';
import { type Item, toEdits } from './plan/items.ts';
import type { Layout } from './plan/layout.ts';
import { type CompressPlan, type Plan, WORTH } from './plan/plan.ts';
import type { CompressionSettings } from './settings.ts';
import { covered } from './summary/covered.ts';
import { prepare } from './summary/prepare.ts';
import { type Summary, summarise } from './summary/summarise.ts';

export interface CompressJob {
  state: ContextState;
  settings: CompressionSettings;
  sessions: AgentSessions;
  plan: Exclude<Plan, { kind: 'nothing' }>;
  due: Due;
}

/**
 * Does what the plan says, in one transaction of the store: until then, whatever happens, the conversation is as it was.
 * Errors: those of the store.
 */
export async function compress(host: EngineHost, job: CompressJob): Promise<ContextOutcome> {
  const { plan, state } = job;
  try {
    return plan.kind === 'prune' ? await prune(job, plan) : await sumUp(host, job, plan);
  } finally {
    state.progress?.(undefined);
  }
}

async function prune(job: CompressJob, plan: Extract<Plan, { kind: 'prune' }>): Promise<ContextOutcome> {
  const { tokensAfter, items, changed } = plan;
  const note = noteOf(job, { kind: 'pruned', tokensAfter, items, seconds: 0, failures: [] });
  return (await write(job, items, note)) ? prunedOutcome(note, changed) : changedMeanwhile();
}

async function sumUp(host: EngineHost, job: CompressJob, plan: CompressPlan): Promise<ContextOutcome> {
  const { state, settings, sessions, due } = job;
  const started = performance.now();
  const task = await prepare(host, { plan, state, settings });
  const summary = await summarise(host, task);
  if (state.signal.aborted) return { changed: false };
  if (summary.text === '' && summary.mainDown && state.reason !== 'asked') {
    return unchangedOutcome(summary.failures, 'the model that the next request goes to does not answer');
  }
  const asked = task.choice.order.length > 0;
  if (summary.text === '' && asked && settings.abortOnFailure) {
    return unchangedOutcome(summary.failures, '`compression.abort_on_summary_failure` keeps the conversation as it is');
  }
  const originals = await sessions.messages(state.sessionId, { original: true });
  const shown = await covered(host, originals);
  const assembled = assemble(plan, state, { originals, shown, summary: summary.text });
  const freed = plan.sizing.promptTokens - assembled.tokensAfter;
  if (freed < (due === 'overflow' || due === 'asked' ? 1 : WORTH * plan.sizing.promptTokens)) {
    return unchangedOutcome(summary.failures, 'the account would hardly be shorter than what it stands for');
  }
  const items = withAccount(assembled, await host.mask(assembled.account));
  const { tokensAfter } = assembled;
  const seconds = (performance.now() - started) / 1000;
  const note = noteOf(job, {
    kind: 'compressed',
    tokensAfter,
    items,
    seconds,
    failures: summary.failures,
    summary,
    layout: assembled.layout,
  });
  if (state.signal.aborted) return { changed: false };
  return (await write(job, items, note)) ? compressedOutcome(note, plan.sizing) : changedMeanwhile();
}

interface Done {
  kind: Note['kind'];
  tokensAfter: number;
  items: readonly Item[];
  seconds: number;
  failures: string[];
  summary?: Summary;
  /** What the conversation became. */
  layout?: Layout;
}

function noteOf({ state, due, plan: { sizing } }: CompressJob, done: Done): Note {
  const { messages, contextTokens, focus } = state;
  const { way } = done.summary ?? {};
  const goal = done.layout;
  const history = done.tokensAfter - sizing.fixedTokens;
  return {
    kind: done.kind,
    due,
    tokensBefore: sizing.promptTokens,
    tokensAfter: done.tokensAfter,
    fixedTokens: sizing.fixedTokens,
    messagesBefore: messages.length,
    messagesAfter: done.items.length,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(way ? { model: way.model, url: way.url } : {}),
    seconds: Number(done.seconds.toFixed(2)),
    reasons: goal && history > goal.targetTokens ? reasonsOf(goal.reasons) : [],
    failures: done.failures,
    ...(focus === undefined ? {} : { focus }),
    seen: 0,
  };
}

export const reasonsOf = (reasons: readonly string[]): string[] =>
  reasons.length > 0 ? [...reasons] : ['what has to stay is larger than that'];

const changedMeanwhile = (): ContextOutcome =>
  unchangedOutcome([], 'another program has changed the session meanwhile');

/** False: the session is not what the plan was made for. */
async function write(job: CompressJob, items: readonly Item[], note: Note): Promise<boolean> {
  const { sessions, state } = job;
  const { messages, sessionId } = state;
  const all = await sessions.messages(sessionId, { hidden: true });
  // What is replaced must be what was planned with. This is read last, because the store compares with what was read last.
  const stored = await sessions.messages(sessionId);
  const same = stored.length === messages.length && stored.every(({ seq }, i) => seq === messages[i]?.seq);
  if (!same) return false;
  const edits = toEdits(messages, items);
  const puts = edits.reduce((sum, { by }) => sum + by.length, 0);
  const seen = all.reduce((most, { seq }) => Math.max(most, seq), 0) + puts;
  await sessions.rewrite(sessionId, edits, { by: ENGINE, note: { ...note, seen } });
  return true;
}
