import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiMode, ChatEvent, StreamRequest } from '../contract/index.ts';
import { attempt as attemptOnce, type StreamMode } from './attempt.ts';
import { chatStream } from './chat-stream.ts';
import type { Wire } from './exchange.ts';
import { fromHttpFailure } from './failure.ts';
import { messagesStream } from './messages-stream.ts';
import { responsesStream } from './responses-stream.ts';
import { waitBeforeRetry } from './retry.ts';
import { type Attempted, MAX_TIMER_MS, type ModelTarget, type Outcome } from './wire.ts';

/** Values of the whole room, short in tests. */
export interface StreamTiming {
  /** First pause before a repetition, ms. */
  backoffMs: number;
  /** Limit for a connection (name, TCP, TLS), ms. */
  connectMs: number;
}

const DEFAULT_IDLE_MS = 900_000;
const DEFAULT_RETRIES = 3;

const MODES: Readonly<Record<ApiMode, StreamMode>> = {
  chat_completions: chatStream,
  codex_responses: responsesStream,
  anthropic_messages: messagesStream,
};

const LEFT: Attempted = { outcome: fromHttpFailure('aborted', 'the answer was not read to its end') };

/**
 * A streamed request with its repetitions; see `LlmRoom.stream`. `record` is called once for each request that was sent,
 * with its duration in ms.
 */
export async function* streamChat(
  target: ModelTarget,
  request: StreamRequest,
  timing: StreamTiming,
  record: (outcome: Outcome, ms: number) => Promise<void>,
): AsyncGenerator<ChatEvent, void> {
  const started = performance.now();
  const since = (from: number): number => Math.round(performance.now() - from);
  const mode = MODES[target.apiMode ?? 'chat_completions'];
  const options = { retries: request.retries ?? DEFAULT_RETRIES, backoffMs: timing.backoffMs };
  let refusals = 0;
  for (let attempt = 1; ; attempt += 1) {
    const sent = performance.now();
    let attempted = LEFT;
    try {
      attempted = yield* attemptOnce(mode, target, request, wireOf(request, timing));
    } finally {
      await record(attempted.outcome, since(sent));
    }
    const { outcome, loss } = attempted;
    if (loss === 'refused') refusals += 1;
    const waitMs = waitBeforeRetry(attempted, attempt, refusals, options);
    if (outcome.ok || waitMs === undefined || request.signal?.aborted) {
      yield { type: 'end', result: { ...outcome, ms: since(started) } };
      return;
    }
    yield { type: 'retry', attempt, waitMs, failure: outcome.failure, message: outcome.message };
    const { signal } = request;
    const stopped = await sleep(waitMs, false, signal ? { signal } : {}).catch(() => true);
    if (stopped) {
      const result = fromHttpFailure('aborted', 'stopped before it was sent again');
      yield { type: 'end', result: { ...result, ms: since(started) } };
      return;
    }
  }
}

const wireOf = (request: StreamRequest, { connectMs }: StreamTiming): Wire => ({
  connectMs,
  idleMs: Math.min(Math.max(1, request.idleMs ?? DEFAULT_IDLE_MS), MAX_TIMER_MS),
  signal: request.signal,
  tail: '',
});
