import type { Readable } from 'node:stream';

/** More than this is not taken ahead of its reader, bytes: then the sender has to wait. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What has been received and is not read yet. */
export interface Inbox {
  /**
   * The next piece; undefined after the last one. Rejects where the rest does not come, though only after all that came: a
   * stream that is destroyed would drop it.
   */
  next(): Promise<Uint8Array | undefined>;
  isEmpty(): boolean;
}

/** Takes in what a stream brings, whether or not somebody reads. The stream must have no other reader. */
export function createInbox(stream: Readable): Inbox {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let over: { error?: Error } | undefined;
  let wake: () => void = () => undefined;
  const end = (outcome: { error?: Error }): void => {
    over ??= outcome;
    wake();
  };
  stream.on('data', (piece: Uint8Array) => {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_BYTES) stream.pause();
    wake();
  });
  stream.once('end', () => end({}));
  stream.on('error', (error) => end({ error }));
  stream.once('close', () => end({ error: new Error('closed before its end') }));
  return {
    async next() {
      while (pieces.length === 0 && over === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const piece = pieces.shift();
      if (piece) {
        bytes -= piece.length;
        if (bytes <= MOST_BYTES && stream.isPaused()) stream.resume();
        return piece;
      }
      if (over?.error) throw over.error;
      return undefined;
    },
    isEmpty: () => pieces.length === 0,
  };
}
