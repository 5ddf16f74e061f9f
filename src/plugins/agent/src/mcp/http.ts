import {
  type OAuthClientProvider,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { watchStreams } from './broken-stream.ts';
import type { HttpSpec } from './config.ts';
import { exactBody } from './exact-answer.ts';
import type { LoginOrigins } from './oauth/origins.ts';

/** Bytes of one answer, or of one event of a stream. */
const LONGEST = 16 * 1024 * 1024;
const TOO_LONG = 'the answer is longer than 16 MiB';

type Fetch = typeof fetch;

/** How the user is logged in, and where that may lead. */
export interface HttpLogin {
  provider: OAuthClientProvider;
  origins: Pick<LoginOrigins, 'fetch' | 'takeWanted' | 'agree'>;
}

export interface HttpTransport {
  transport: StreamableHTTPClientTransport | SSEClientTransport;
  /** Why it was closed from this side before anybody asked for it. */
  ended(): string | undefined;
}

/** The address by the current protocol, or by the older one with events. */
export function httpTransport(spec: HttpSpec, sse: boolean, login: HttpLogin | undefined): HttpTransport {
  const url = new URL(spec.url);
  let ended: string | undefined;
  // Without it a call would wait for the rest of what was cut off.
  const end = (why: string): void => {
    ended ??= why;
    void transport.close();
  };
  const options = {
    fetch: guardedFetch({ origin: url.origin, secret: spec.headers, others: login?.origins.fetch }, () =>
      end(TOO_LONG),
    ),
    ...(login ? { authProvider: login.provider } : {}),
  };
  const transport = sse ? new SSEClientTransport(url, options) : new StreamableHTTPClientTransport(url, options);
  watchStreams(transport, end);
  return { transport, ended: () => ended };
}

export interface Guard {
  /** The declared one. */
  origin: string;
  /** Headers for it alone. */
  secret: Readonly<Record<string, string>>;
  /** How other origins are asked, those of a login; absent: not at all. */
  others: LoginOrigins['fetch'] | undefined;
}

/**
 * Requests to the declared origin with the declared headers; to others (those of a login) without, or not at all. Redirects
 * are left to the SDK, which follows them within an origin only; an answer without end is cut off, and that is told.
 */
export function guardedFetch({ origin, secret, others }: Guard, tooLong: () => void, base: Fetch = fetch): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.origin !== origin) {
      if (!others) throw new Error(`the server leads to ${url.origin}, which it was not declared for`);
      return bounded(await others(url, init), tooLong, url.href);
    }
    const headers = new Headers(init?.headers);
    // What the SDK sets, such as the token of a login, wins.
    for (const [name, value] of Object.entries(secret)) if (!headers.has(name)) headers.set(name, value);
    return bounded(await base(input, { ...init, headers }), tooLong);
  };
}

function bounded(response: Response, tooLong: () => void, from = response.url): Response {
  if (!response.body) return response;
  const type = response.headers.get('content-type') ?? '';
  const events = type.includes('text/event-stream');
  let [size, before] = [0, ''];
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.length;
      if (events) {
        // An empty line ends an event, also one that comes in two pieces.
        const text = before + Buffer.from(chunk).toString('latin1');
        if (/\r?\n\r?\n/.test(text)) size = chunk.length;
        before = text.slice(-3);
      }
      if (size <= LONGEST) return controller.enqueue(chunk);
      controller.error(new Error(TOO_LONG));
      tooLong();
    },
  });
  const { status, statusText, headers } = response;
  const body = response.body.pipeThrough(limit);
  const exact = events || type.includes('json') ? body.pipeThrough(exactBody(events ? 'events' : 'json')) : body;
  const copy = new Response(exact, { status, statusText, headers });
  // The SDK tells by it where it was led.
  Object.defineProperty(copy, 'url', { value: from });
  return copy;
}
