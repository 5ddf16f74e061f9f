import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiMode, ChatRequest, ChatResult } from '../contract/index.ts';
import { chatCompletions } from './chat-completions.ts';
import { fromHttpFailure } from './failure.ts';
import { anthropicMessages } from './messages.ts';
import { codexResponses } from './responses.ts';
import { waitBeforeRetry } from './retry.ts';
import type { ModeCall, ModelTarget, Outcome } from './wire.ts';

const CALLS: Readonly<Record<ApiMode, ModeCall>> = {
  chat_completions: chatCompletions,
  codex_responses: codexResponses,
  anthropic_messages: anthropicMessages,
};

/**
 * A request that is not streamed with its repetitions, by default none; see `LlmRoom.chat`. `record` is called once for
 * each request that was sent, with its duration in ms.
 */
export async function chatWhole(
  target: ModelTarget,
  request: ChatRequest,
  { backoffMs }: { backoffMs: number },
  record: (outcome: Outcome, ms: number) => Promise<void>,
): Promise<ChatResult> {
  const { retries = 0, signal } = request;
  const call = CALLS[target.apiMode ?? 'chat_completions'];
  const started = performance.now();
  let refusals = 0;
  for (let attempt = 1, sent = started; ; attempt += 1, sent = performance.now()) {
    const attempted = await call(target, request);
    const now = performance.now();
    await record(attempted.outcome, Math.round(now - sent));
    if (attempted.loss === 'refused') refusals += 1;
    const waitMs = waitBeforeRetry(attempted, attempt, refusals, { retries, backoffMs });
    if (waitMs === undefined || signal?.aborted) return { ...attempted.outcome, ms: Math.round(now - started) };
    const stopped = await sleep(waitMs, false, signal ? { signal } : {}).catch(() => true);
    if (!stopped) continue;
    const ms = Math.round(performance.now() - started);
    return { ...fromHttpFailure('aborted', 'stopped before it was sent again'), ms };
  }
}
