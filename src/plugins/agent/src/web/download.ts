import type http from 'node:http';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { openRequest } from './open-request.ts';

export interface DownloadLimits {
  /** Of what is kept, after decompression. */
  maxBytes: number;
  /** For name, TCP and TLS, ms. */
  connectMs: number;
  /** For everything, ms. */
  totalMs: number;
}

export interface Downloaded {
  ok: true;
  status: number;
  /** Where a redirect leads, as it was sent. */
  location?: string;
  contentType: string;
  /** What the server says that it sends, where it does. */
  length?: number;
  /** Of a redirect, of a type that nobody reads, and of a failure nothing. */
  bytes: Buffer;
  /** The rest was not waited for. */
  cut: boolean;
}

export type DownloadResult = Downloaded | { ok: false; why: string };

interface Request {
  url: URL;
  /** Checked: no other is connected to. */
  addresses: readonly { address: string; family: number }[];
  allowPrivate: boolean;
  limits: DownloadLimits;
  /** Whether the body of an answer of that type is read at all. */
  wanted(contentType: string): boolean;
  signal: AbortSignal;
}

/** No cookies, no referrer, nothing that tells this user or machine from another. */
const HEADERS = {
  'user-agent': 'hermes-ops/0 (a page read for a person)',
  accept:
    'text/markdown, text/html;q=0.9, application/xhtml+xml;q=0.9, text/plain;q=0.8, application/json;q=0.8, */*;q=0.5',
  'accept-encoding': 'gzip, deflate, br',
};

/** One GET, without redirects; never rejects. The server's address is one of those that were checked. */
export async function download(request: Request): Promise<DownloadResult> {
  const { url, limits } = request;
  const controller = new AbortController();
  const late = (ms: number, why: string): NodeJS.Timeout => setTimeout(() => controller.abort(new Error(why)), ms);
  const total = late(limits.totalMs, `${url.host} took too long`);
  const connecting = late(limits.connectMs, `no connection to ${url.host} within ${limits.connectMs / 1000} s`);
  const signal = AbortSignal.any([controller.signal, request.signal]);
  try {
    const incoming = await openRequest({ ...request, headers: HEADERS }, signal, () => clearTimeout(connecting));
    return await read(request, incoming, signal);
  } catch (error) {
    const why = request.signal.aborted ? 'interrupted' : controller.signal.aborted ? controller.signal.reason : error;
    return { ok: false, why: inWords(why, url.host) };
  } finally {
    clearTimeout(total);
    clearTimeout(connecting);
    // Ends the connection where something of the answer was not wanted.
    controller.abort();
  }
}

/** What went wrong, without the libraries' own words where they say nothing to a reader. */
function inWords(error: unknown, host: string): string {
  const { code = '', message } = (error instanceof Error ? error : new Error(String(error))) as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return `nothing answers at ${host}`;
  if (code === 'ECONNRESET') return `${host} closed the connection`;
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT'))
    return `what ${host} sends is compressed and broken, or breaks off (${message})`;
  if (code.startsWith('HPE_')) return `what ${host} answers is no http (${message.replace(/^Parse Error: /, '')})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return `${host} does not speak https there`;
  return /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)
    ? `the certificate of ${host} is not trusted (${code})`
    : message;
}

async function read(
  { limits, wanted }: Request,
  incoming: http.IncomingMessage,
  signal: AbortSignal,
): Promise<DownloadResult> {
  const { statusCode: status = 0, headers } = incoming;
  const contentType = headers['content-type'] ?? '';
  const length = Number(headers['content-length']);
  const answer = {
    ok: true as const,
    status,
    contentType,
    ...(headers.location === undefined ? {} : { location: headers.location }),
    ...(Number.isFinite(length) && !headers['content-encoding'] ? { length } : {}),
  };
  if (status !== 200 || !wanted(contentType)) return { ...answer, bytes: Buffer.alloc(0), cut: false };
  const body = decompressed(incoming, headers['content-encoding'] ?? '', signal);
  if (!body)
    return { ok: false, why: `the server sends it as ${headers['content-encoding']}, which was not asked for` };
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, limits.maxBytes - size));
    size += piece.length;
    if (size > limits.maxBytes) break;
  }
  return { ...answer, bytes: Buffer.concat(pieces), cut: size > limits.maxBytes };
}

/** The body without its encoding, in small pieces, so that a bomb is noticed before it has grown. */
function decompressed(incoming: http.IncomingMessage, encoding: string, signal: AbortSignal): Readable | undefined {
  const makers: Record<string, () => zlib.Gunzip | zlib.BrotliDecompress> = {
    gzip: () => zlib.createGunzip(),
    'x-gzip': () => zlib.createGunzip(),
    deflate: () => zlib.createInflate(),
    br: () => zlib.createBrotliDecompress(),
  };
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return incoming;
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make) return undefined;
  const plain = make();
  // What breaks or ends the connection has to reach the reader of the plain bytes.
  incoming.on('error', (error) => plain.destroy(error));
  signal.addEventListener('abort', () => plain.destroy(signal.reason as Error), { once: true });
  return incoming.pipe(plain);
}
