import type { Host } from '@hermes-ops/contract';
import { settingOf } from '../tools/setting-of.ts';
import { blockedBy } from './blocklist.ts';
import { type Downloaded, type DownloadLimits, download } from './download.ts';
import { allowedAddresses, type Resolve, systemResolve } from './resolve.ts';
import { parseWebUrl, staysThere } from './url.ts';

export type Fetched =
  | { kind: 'answer'; url: URL; answer: Downloaded }
  /** Somewhere else, which needs an agreement of its own. */
  | { kind: 'elsewhere'; url: URL; to: string }
  | { kind: 'failed'; why: string };

export interface FetchOptions {
  host: Host;
  signal: AbortSignal;
  wanted(contentType: string): boolean;
  /** Another resolver than the system's. */
  resolve?: Resolve;
  limits?: Partial<DownloadLimits>;
}

const LIMITS: DownloadLimits = { maxBytes: 5_000_000, connectMs: 10_000, totalMs: 30_000 };
const MOST_REDIRECTS = 5;

/**
 * Fetches what was agreed to. Each step is checked anew: list of blocked sites, name, addresses, and the connection goes
 * to the very addresses that were checked. Never rejects.
 */
export async function fetchUrl(url: URL, { host, signal, wanted, resolve, limits }: FetchOptions): Promise<Fetched> {
  const failed = (why: string): Fetched => ({ kind: 'failed', why });
  if (process.env['HERMES_OFFLINE'] === '1') return failed('HERMES_OFFLINE=1: nothing is fetched from the network');
  const allowPrivate = (await settingOf<boolean>(host, 'security', 'allow_private_urls', false)) === true;
  const all = { ...LIMITS, ...limits };
  const ends = performance.now() + all.totalMs;
  let at = url;
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const blocked = await blockedBy(host, at);
    if (blocked !== undefined) return failed(blocked);
    const leftMs = Math.max(1, Math.round(ends - performance.now()));
    const resolved = await within(
      allowedAddresses(at, resolve ?? systemResolve, allowPrivate),
      Math.min(leftMs, all.connectMs),
      signal,
    );
    if (!resolved) return failed(signal.aborted ? 'interrupted' : `${at.host} could not be looked up in time`);
    if (!resolved.ok) return failed(resolved.why);
    const { addresses } = resolved;
    const bounds = { ...all, totalMs: Math.max(1, Math.round(ends - performance.now())) };
    const answer = await download({ url: at, addresses, allowPrivate, limits: bounds, wanted, signal });
    if (!answer.ok) return failed(`${answer.why}${proxyHint()}`);
    if (answer.location === undefined || answer.status < 300 || answer.status > 399)
      return { kind: 'answer', url: at, answer };
    const next = parseWebUrl(
      URL.canParse(answer.location, at.href) ? new URL(answer.location, at).href : answer.location,
    );
    if (!next.ok) return failed(`${at.host} redirects to somewhere that is not fetched: ${next.why}`);
    if (at.protocol === 'https:' && next.url.protocol === 'http:')
      return failed(`${at.host} redirects from https to http, which is not followed: ${next.url.href}`);
    if (!staysThere(at, next.url)) return { kind: 'elsewhere', url: at, to: next.url.href };
    at = next.url;
  }
  return failed(`${at.host} redirects more than ${MOST_REDIRECTS} times`);
}

/** A proxy would look the name up itself, and what it connects to could not be checked. */
function proxyHint(): string {
  const name = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY'].find((one) => process.env[one]);
  return name === undefined
    ? ''
    : ` (${name} is set, but pages are fetched directly: a proxy's addresses cannot be checked)`;
}

/** Undefined when the time is over or the signal aborted; the work goes on unheard. */
async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  const late = AbortSignal.any([AbortSignal.timeout(ms), signal]);
  if (late.aborted) return undefined;
  return Promise.race([
    work,
    new Promise<undefined>((done) => late.addEventListener('abort', () => done(undefined), { once: true })),
  ]);
}
