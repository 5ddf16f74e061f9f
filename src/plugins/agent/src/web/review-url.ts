import type { Host } from '@hermes-ops/contract';
import type { Review } from '../tools/tool.ts';
import { blockedBy } from './blocklist.ts';
import { hostOf, parseWebUrl } from './url.ts';

/** More than a page's address usually needs. */
const LONG_QUERY = 200;
const LONG_PART = 100;
const LONG_HOST = 100;

/**
 * What is asked before a URL is fetched: always something, because whoever answers learns the whole address. For the
 * session the agreement covers the origin; an address that seems to carry something out needs one each time. Undefined for
 * what is no URL: that is told to the model.
 */
export async function reviewUrl(text: string, host: Host): Promise<Review | undefined> {
  const parsed = parseWebUrl(text);
  if (!parsed.ok) return undefined;
  const { url } = parsed;
  const refuse = await blockedBy(host, url);
  const doubts = await carriedOut(url, host);
  return {
    action: `fetch from ${url.origin} ("session" covers all its pages)`,
    detail: url.href,
    reasons: [...doubts, `${hostOf(url)} learns this address`],
    remember: url.origin,
    ...(doubts.length > 0 ? { insist: true } : {}),
    ...(refuse === undefined ? {} : { refuse }),
  };
}

/** Signs that an address takes data along. */
async function carriedOut(url: URL, host: Host): Promise<string[]> {
  const readings = [url.href, decoded(url.href), ...unpacked(url)];
  const secret = (await Promise.all(readings.map(async (one) => (await host.mask(one)) !== one))).some(Boolean);
  const parts = [...url.pathname.split('/'), ...[...url.searchParams].flat()];
  return [
    ...(secret ? ['it holds a key or password of yours'] : []),
    ...(url.search.length > LONG_QUERY ? [`its query is long (${url.search.length} characters)`] : []),
    ...(url.search.length <= LONG_QUERY && parts.some((part) => part.length > LONG_PART)
      ? ['a part of it is long']
      : []),
    ...(url.hostname.length > LONG_HOST ? [`its host name is long (${url.hostname.length} characters)`] : []),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What base64 or hexadecimal digits in it stand for. */
function unpacked(url: URL): string[] {
  const text = `${url.hostname} ${decoded(url.pathname + url.search)}`;
  const hex = text.match(/[0-9a-f]{16,}/gi) ?? [];
  const base64 = text.match(/[\w+/-]{12,}/g) ?? [];
  return [
    ...hex.map((digits) => Buffer.from(digits, 'hex').toString('utf8')),
    ...base64.map((digits) => Buffer.from(digits.replace(/-/g, '+').replace(/_/g, '/'), 'base64').toString('utf8')),
  ];
}
