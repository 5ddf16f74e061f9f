import type http from 'node:http';
import type { HttpFailure, HttpResult, RequestOptions } from '../contract/index.ts';
import { describeNetworkError, type NetworkFault } from './network-error.ts';
import { displayUrl, hostLabel } from './url.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/**
 * One HTTP exchange as a value; never throws. `timeoutMs` limits the whole exchange by the wall clock, so that a server
 * that accepts and stays silent, or sends a byte a second, is found. Redirects are returned, not followed: the key goes
 * to the configured host only. No proxy variable is honoured. Built on node:http because global fetch costs more start
 * time and hides causes.
 */
export function request(url: string, options: RequestOptions = {}): Promise<HttpResult> {
  const started = performance.now();
  const elapsed = (): number => Math.round((performance.now() - started) * 10) / 10;
  const fail = (failure: HttpFailure, message: string): HttpResult => ({ ok: false, failure, message, ms: elapsed() });

  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return Promise.resolve(fail('invalid-url', `\`${displayUrl(url)}\` is not an http:// or https:// address`));
  }
  if (options.signal?.aborted) return Promise.resolve(fail('aborted', 'stopped before it was sent'));

  const target = new URL(url);
  const body = typeof options.body === 'object' ? JSON.stringify(options.body) : options.body;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;

  return new Promise((resolve) => {
    let progress: NetworkFault['progress'] = 'connecting';
    const finish = (result: HttpResult): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      resolve(result);
      outgoing.destroy();
    };
    const onAbort = (): void => finish(fail('aborted', 'stopped before the answer came'));
    const onError = (error: Error): void => {
      const { failure, message } = describeNetworkError(error, { host: hostLabel(url), url: target, progress });
      finish(fail(failure, message));
    };
    let outgoing: http.ClientRequest;
    try {
      outgoing = open(target, options, body);
    } catch (error) {
      return resolve(fail('invalid-request', unsendable(error, options)));
    }
    const timer = setTimeout(
      () => finish(fail('timeout', timeoutMessage(hostLabel(url), progress, timeoutMs))),
      timeoutMs,
    );
    options.signal?.addEventListener('abort', onAbort, { once: true });
    outgoing.on('error', onError);
    outgoing.once('socket', (socket) => {
      const secure = target.protocol === 'https:';
      socket.once('connect', () => {
        progress = secure ? 'handshake' : 'waiting';
      });
      socket.once('secureConnect', () => {
        progress = 'waiting';
      });
    });
    outgoing.once('response', (incoming) => {
      progress = 'reading';
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) finish(fail('too-large', `the answer is larger than ${maxBytes} bytes`));
      });
      incoming.on('error', onError);
      incoming.once('end', () =>
        finish({
          ok: true,
          status: incoming.statusCode ?? 0,
          headers: flatHeaders(incoming.headers),
          body: Buffer.concat(chunks).toString('utf8'),
          ms: elapsed(),
        }),
      );
    });
    outgoing.end(body);
  });
}

/**
 * `node:http` or `node:https`. Not by `import`: that evaluates all exports of node:http, the lazy ones too, which loads
 * undici (Node 24: 40 ms of CPU instead of 3).
 */
export const clientFor = ({ protocol }: URL): Pick<typeof http, 'request'> =>
  process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');

const open = (target: URL, options: RequestOptions, body: string | undefined): http.ClientRequest =>
  clientFor(target).request(target, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: headersOf(options, body),
    // One connection per exchange: nothing lingers that would keep the process alive. Node tries every address of a
    // name in turn, so that `localhost` (::1 first) finds a server that listens on 127.0.0.1 only.
    agent: false,
  });

/** Node refuses such a request before anything is sent; its words would not say which value is at fault. */
export function unsendable(error: unknown, { apiKey, headers }: Pick<RequestOptions, 'apiKey' | 'headers'>): string {
  const fault = (error as NodeJS.ErrnoException).code;
  const key = apiKey ?? headers?.['x-api-key'] ?? headers?.['authorization'] ?? '';
  if (fault === 'ERR_INVALID_CHAR' && /[^\x20-\x7e]/.test(key)) {
    return 'the API key cannot be sent: it holds a character that keys do not have, such as `…` or a line break';
  }
  return `the request cannot be sent${fault ? ` (${fault})` : ''}`;
}

function headersOf(options: RequestOptions, body: string | undefined): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'hermes-ops',
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}),
    ...options.headers,
  };
}

export const flatHeaders = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

function timeoutMessage(host: string, progress: NetworkFault['progress'], timeoutMs: number): string {
  const limit = `within ${timeoutMs >= 1000 ? `${timeoutMs / 1000} s` : `${timeoutMs} ms`}`;
  if (progress === 'connecting') return `no connection to ${host} ${limit}`;
  if (progress === 'handshake') return `${host} did not begin TLS ${limit}: is it http:// instead of https://?`;
  if (progress === 'waiting') return `${host} accepts connections but did not answer ${limit}`;
  return `${host} began to answer but did not finish ${limit}`;
}
