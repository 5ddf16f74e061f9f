import type http from 'node:http';
import type { HttpFailure } from '../contract/index.ts';
import { clientFor, describeNetworkError, displayUrl, flatHeaders, hostLabel, unsendable } from '../endpoint/index.ts';
import { createInbox } from './inbox.ts';

export interface StreamOptions {
  headers: Record<string, string>;
  body: string;
  /** Limit for the connection (name, TCP, TLS), ms. */
  connectMs: number;
  /** Longest time without a byte once the request is sent, ms. */
  idleMs: number;
  signal?: AbortSignal;
}

export interface NetworkLoss {
  failure: HttpFailure;
  message: string;
}

/** An answer that is still coming. */
export interface Connection {
  status: number;
  headers: Record<string, string>;
  /**
   * Can be read once; throws when the rest does not come, and `loss` then says why. What had come before a connection was
   * lost is still given, after an abort nothing more. Leaving it closes the connection.
   */
  body: AsyncIterable<Uint8Array>;
  /** Why the rest does not come. */
  loss(): NetworkLoss | undefined;
  /** Whether the server has sent all of it. */
  ended(): boolean;
  /** From now on no more than this much silence, ms. */
  limitIdle(ms: number): void;
  /** Destroys the socket at once. */
  close(): void;
}

/**
 * A limit that is noticed later than this, in ms, passed while the process was stopped (Ctrl-Z): what came meanwhile is not read
 * yet, so it is waited for anew.
 */
const STOPPED_MS = 1_000;

export type Opened = { ok: true; connection: Connection } | ({ ok: false } & NetworkLoss);

/**
 * `POST`s and returns as soon as the status is known; never throws. Unlike the endpoint room's exchange it has no limit
 * for the whole: a local model may read a prompt for many minutes. The rest is the same: one connection per request, no
 * proxy, no redirects, no global fetch.
 */
export function openStream(url: string, options: StreamOptions): Promise<Opened> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const message = `\`${displayUrl(url)}\` is not an http:// or https:// address`;
    return Promise.resolve({ ok: false, failure: 'invalid-url', message });
  }
  if (options.signal?.aborted) {
    return Promise.resolve({ ok: false, failure: 'aborted', message: 'stopped before it was sent' });
  }
  const target = new URL(url);
  const host = hostLabel(url);
  const secure = target.protocol === 'https:';
  return new Promise((resolve) => {
    let progress: 'connecting' | 'handshake' | 'waiting' | 'reading' = 'connecting';
    let loss: NetworkLoss | undefined;
    let ended = false;
    let idleMs = options.idleMs;
    let timer: NodeJS.Timeout | undefined;
    const wait = (ms: number, message: string, failure: HttpFailure = 'timeout'): void => {
      clearTimeout(timer);
      const due = performance.now() + ms;
      timer = setTimeout(() => {
        if (performance.now() - due > STOPPED_MS) wait(ms, message, failure);
        else lose({ failure, message });
      }, ms);
    };
    const waitForBytes = (): void => wait(idleMs, `${host} was silent for ${seconds(idleMs)}`);
    const close = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      outgoing.destroy();
    };
    const lose = (fault: NetworkLoss): void => {
      loss ??= fault;
      close();
      resolve({ ok: false, ...loss });
    };
    const onAbort = (): void =>
      lose({ failure: 'aborted', message: `stopped ${progress === 'reading' ? 'during' : 'before'} the answer` });
    const onError = (error: Error): void => {
      const fault = describeNetworkError(error, { host, url: target, progress });
      // The system's own limit for a connection: the server was not slow, it was not there.
      const absent = fault.failure === 'timeout' && progress !== 'reading';
      lose(absent ? { ...fault, failure: 'network' } : fault);
    };

    let outgoing: http.ClientRequest;
    try {
      outgoing = clientFor(target).request(target, {
        method: 'POST',
        headers: { ...options.headers, 'content-length': String(Buffer.byteLength(options.body)) },
        agent: false,
      });
    } catch (error) {
      resolve({ ok: false, failure: 'invalid-request', message: unsendable(error, options) });
      return;
    }
    wait(options.connectMs, `no connection to ${host} within ${seconds(options.connectMs)}`, 'network');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    outgoing.on('error', onError);
    outgoing.once('socket', (socket) => {
      const connected = (): void => {
        progress = 'waiting';
        waitForBytes();
      };
      socket.once('connect', () => {
        if (!secure) return connected();
        progress = 'handshake';
      });
      socket.once('secureConnect', connected);
    });
    outgoing.once('response', (incoming) => {
      progress = 'reading';
      clearTimeout(timer);
      // While nobody reads, an error has no other listener.
      incoming.on('error', onError);
      const inbox = createInbox(incoming);
      const body: AsyncIterableIterator<Uint8Array> = {
        [Symbol.asyncIterator]: () => body,
        async next() {
          if (loss && (loss.failure === 'aborted' || inbox.isEmpty())) throw new Error(loss.message);
          if (inbox.isEmpty()) waitForBytes();
          try {
            const piece = await inbox.next();
            ended = piece === undefined;
            return piece === undefined ? { done: true, value: undefined } : { done: false, value: piece };
          } catch (error) {
            onError(error as Error);
            throw new Error('the rest of the answer does not come');
          } finally {
            clearTimeout(timer);
            if (ended) close();
          }
        },
        async return() {
          close();
          return { done: true, value: undefined };
        },
      };
      resolve({
        ok: true,
        connection: {
          status: incoming.statusCode ?? 0,
          headers: flatHeaders(incoming.headers),
          body,
          loss: () => loss,
          ended: () => ended,
          limitIdle(ms) {
            idleMs = Math.min(idleMs, ms);
          },
          close,
        },
      });
    });
    outgoing.end(options.body);
  });
}

const seconds = (ms: number): string => (ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${ms} ms`);
