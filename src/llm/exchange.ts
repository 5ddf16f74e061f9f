import { TextDecoder } from 'node:util';
import { type Connection, type NetworkLoss, openStream } from './transport.ts';

/** Limits of one streamed request, and what became of it. */
export interface Wire {
  /** Limit for the connection, ms. */
  readonly connectMs: number;
  /** Longest silence, ms. */
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
  connection?: Connection;
  /** No answer, or not the rest of it. */
  loss?: NetworkLoss;
  /** An answer with a status other than 200. */
  refusal?: { status: number; headers: Record<string, string>; body: string };
  /** A body that is no event stream. */
  whole?: string;
  /** The last characters that came: whether a chat completion ended with `[DONE]` is visible here only. */
  tail: string;
}

/** Bodies that are no streams are small. */
const MAX_WHOLE_BYTES = 8 * 1024 * 1024;
const TAIL = 32;

/** How a streamed request looks; the key goes to the given address only. */
export const jsonHeaders = (apiKey?: string): Record<string, string> => ({
  accept: 'text/event-stream, application/json',
  'user-agent': 'hermes-ops',
  'content-type': 'application/json',
  ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
});

/** The bytes of the event stream that answers a request. Throws when there is none, and `wire` then says what came instead. */
export async function openEvents(
  wire: Wire,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<AsyncIterable<Uint8Array>> {
  const { connectMs, idleMs, signal } = wire;
  const opened = await openStream(url, { headers, body, connectMs, idleMs, ...(signal ? { signal } : {}) });
  if (!opened.ok) {
    wire.loss = opened;
    throw new Error(opened.message);
  }
  const { connection } = opened;
  wire.connection = connection;
  const chunks = connection.body[Symbol.asyncIterator]();
  if (connection.status !== 200) {
    wire.refusal = { status: connection.status, headers: connection.headers, body: await textOf('', chunks) };
    throw new Error(`status ${connection.status}`);
  }
  // Servers name the type of a stream wrongly more often than they begin one as a page or JSON begins (`null`, `true`, `false`).
  let start = '';
  let first = await chunks.next();
  while (!first.done) {
    start += Buffer.from(first.value).toString('latin1');
    if (start.trim() !== '') break;
    first = await chunks.next();
  }
  if (/^\s*(\xef\xbb\xbf)?\s*[<{["\dntf-]/.test(start)) {
    wire.whole = await textOf(start, chunks);
    throw new Error('no event stream');
  }
  return withTail(wire, start, chunks);
}

async function* withTail(
  wire: Wire,
  start: string,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const remember = (bytes: Uint8Array): void => {
    wire.tail = (wire.tail + Buffer.from(bytes.subarray(-TAIL)).toString('latin1')).slice(-TAIL);
  };
  try {
    let chunk: Uint8Array = Buffer.from(start, 'latin1');
    for (;;) {
      remember(chunk);
      yield chunk;
      const next = await chunks.next();
      if (next.done) return;
      chunk = next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function textOf(start: string, chunks: AsyncIterator<Uint8Array>): Promise<string> {
  const parts = [Buffer.from(start, 'latin1')];
  for (let size = 0; size < MAX_WHOLE_BYTES; ) {
    const next = await chunks.next();
    if (next.done) break;
    parts.push(Buffer.from(next.value));
    size += next.value.length;
  }
  await chunks.return?.();
  return new TextDecoder().decode(Buffer.concat(parts));
}
