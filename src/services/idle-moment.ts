import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointRoom, RequestOptions, Target } from '../contract/index.ts';
import { rootOf, workOf } from '../endpoint/index.ts';
import type { Waited, WaitOptions } from './one-at-a-time.ts';

/** How often a busy server is asked, and how long it may take to answer: it does so between two batches, ms. */
const POLL_MS = 250;
const ANSWER_MS = 2_000;

/**
 * Waits until no slot of a llama-server is at work, so that a request does not come between those of a conversation. It is
 * asked at least once. A server that does not say what it does, or is not there, is not waited for.
 */
export async function idleMoment(
  request: EndpointRoom['request'],
  { baseUrl, apiKey }: Target,
  { signal, waitMs }: WaitOptions,
): Promise<'idle' | Waited> {
  const until = performance.now() + waitMs;
  const options: RequestOptions = { ...(apiKey ? { apiKey } : {}), ...(signal ? { signal } : {}) };
  for (;;) {
    const left = Math.max(POLL_MS, until - performance.now());
    const work = await workOf(request, rootOf(baseUrl), { ...options, timeoutMs: Math.min(ANSWER_MS, left) });
    if (signal?.aborted) return 'aborted';
    if (work.ok ? !work.busy : work.failure !== 'timeout') return 'idle';
    if (performance.now() + POLL_MS > until) return 'timeout';
    await sleep(POLL_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}
