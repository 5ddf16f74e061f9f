import type { ChatRequest, LlmRoom } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { chatWhole } from './chat.ts';
import { type StreamTiming, streamChat } from './stream.ts';
import { appendUsage } from './usage.ts';
import type { ModelTarget, Outcome } from './wire.ts';

export { appendUsage } from './usage.ts';
export { newestUsage, readUsage } from './usage-read.ts';

const TIMING: StreamTiming = { backoffMs: 500, connectMs: 5_000 };

/**
 * The room. `ops` is the folder of the usage ledger, which gets a line for every request that is sent, repetitions too; a
 * ledger that cannot be written does not fail a call. `timing` is for tests.
 */
export function createLlmRoom({ ops, timing }: { ops: string; timing?: Partial<StreamTiming> }): LlmRoom {
  const record = (
    target: ModelTarget,
    { task, session }: Pick<ChatRequest, 'task' | 'session'>,
    outcome: Outcome,
    ms: number,
  ): Promise<void> => {
    const usage = outcome.ok ? outcome.usage : undefined;
    const entry = {
      time: new Date().toISOString(),
      task,
      model: target.model,
      baseUrl: displayUrl(target.baseUrl),
      promptTokens: usage?.promptTokens ?? 0,
      completionTokens: usage?.completionTokens ?? 0,
      cachedTokens: usage?.cachedTokens ?? 0,
      ms,
      ok: outcome.ok,
      ...timesOf(outcome),
      ...(session === undefined ? {} : { session }),
    };
    return appendUsage(ops, entry).catch(() => undefined);
  };
  return {
    chat: (target, request) =>
      chatWhole(target, request, { ...TIMING, ...timing }, (outcome, ms) => record(target, request, outcome, ms)),
    stream: (target, request) =>
      streamChat(target, request, { ...TIMING, ...timing }, (outcome, ms) => record(target, request, outcome, ms)),
  };
}

/** What llama.cpp measured, from which time limits of later requests are made. */
const timesOf = (outcome: Outcome): { promptMs?: number; generatedMs?: number } =>
  outcome.ok && outcome.timings ? { promptMs: outcome.timings.promptMs, generatedMs: outcome.timings.generatedMs } : {};
