import type { Attempted } from './wire.ts';

export interface RetryOptions {
  /** Repetitions allowed. */
  retries: number;
  /** First pause, ms; each further one is twice as long. While a model is being loaded six times that. */
  backoffMs: number;
}

/** Longest pause that is waited out, whoever asks for it, ms. */
const MAX_WAIT_MS = 60_000;
/** Nobody listens: a server that is being restarted may come back, a dead one has to be told within a second. */
const REFUSED_WAIT_MS = 300;
/** A model that is being loaded takes seconds to minutes: pauses are that much longer. */
const LOADING_FACTOR = 6;

/**
 * How long to wait before the request is sent again, ms; undefined where it is not: because repeating mends nothing, because
 * it was repeated often enough, or because the server asks for more patience than a user has. `attempt` counts from 1,
 * `refusals` are refused connections so far, with this one.
 */
export function waitBeforeRetry(
  { outcome, loss, retryAfter }: Attempted,
  attempt: number,
  refusals: number,
  { retries, backoffMs }: RetryOptions,
): number | undefined {
  if (outcome.ok || attempt > retries) return undefined;
  if (loss === 'refused') return refusals > 1 ? undefined : Math.min(REFUSED_WAIT_MS, backoffMs);
  if (!mayHelp(outcome.failure, outcome.status, loss, outcome.message)) return undefined;
  const asked = retryAfterMs(retryAfter);
  if (asked !== undefined) return asked > MAX_WAIT_MS ? undefined : asked;
  const first = outcome.failure === 'loading' ? backoffMs * LOADING_FACTOR : backoffMs;
  const pause = first * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.round(Math.min(pause, MAX_WAIT_MS));
}

function mayHelp(failure: string, status: number | undefined, loss: Attempted['loss'], message: string): boolean {
  if (failure === 'cut' || failure === 'loading' || loss === 'closed') return true;
  // 204 is meant; an empty 200 may be a proxy's whose server has just gone.
  if (failure === 'empty') return status === 200;
  // An empty account is refused with 429 too.
  if (failure === 'rate-limited') return !/quota|billing|credit/i.test(message);
  return failure === 'server-error' && (status === undefined || status === 408 || (status >= 500 && status !== 501));
}

/** `Retry-After` in ms: seconds or an HTTP date (RFC 9110, 10.2.3); undefined where it is neither. */
export function retryAfterMs(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}
