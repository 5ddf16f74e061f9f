import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { openRequest } from '../../web/open-request.ts';

/** ms for one request of a login, which are all small. */
const LIMIT_MS = 30_000;

interface To {
  url: URL;
  /** Checked: no other is connected to. */
  addresses: readonly { address: string; family: number }[];
  allowPrivate: boolean;
}

/** As `fetch`, but to these addresses whatever the name leads to by now, past any proxy, and with redirects as answers. */
export async function pinnedFetch({ url, addresses, allowPrivate }: To, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept-encoding', 'identity');
  const { body } = init;
  if (body instanceof URLSearchParams && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  const text = body === undefined || body === null ? undefined : textOf(body);
  const signal = AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(init.signal ? [init.signal] : [])]);
  const request = { url, method: init.method ?? 'GET', headers: Object.fromEntries(headers), addresses, allowPrivate };
  const incoming = await openRequest({ ...request, body: text }, signal, () => undefined);
  const { statusCode: status = 0, headersDistinct } = incoming;
  const given = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) incoming.resume();
  return new Response(empty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array> as never), {
    status,
    headers: given,
  });
}

function textOf(body: NonNullable<RequestInit['body']>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('a request of a login has a text');
}
