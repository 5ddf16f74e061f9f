import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK = 65_536;
const FOLLOW_MS = 200;

/** The last `count` lines, read from the end, without the final line break; undefined when there is no such file. */
export async function tailLines(file: string, count: number): Promise<string[] | undefined> {
  return withFile(file, async (handle) => {
    const { size } = await handle.stat();
    let start = size;
    let tail = Buffer.alloc(0);
    while (start > 0 && lineBreaks(tail) <= count) {
      const from = Math.max(0, start - CHUNK);
      tail = Buffer.concat([await readRange(handle, from, start), tail]);
      start = from;
    }
    const lines = tail.toString('utf8').replace(/\n$/, '').split('\n');
    return size === 0 || count === 0 ? [] : lines.slice(-count);
  });
}

/** Text from a byte offset on, at most the last 256 KiB; empty when there is no such file. */
export async function readFrom(file: string, offset: number): Promise<string> {
  const text = await withFile(file, async (handle) => {
    const { size } = await handle.stat();
    return (await readRange(handle, Math.max(offset, size - 4 * CHUNK), size)).toString('utf8');
  });
  return text ?? '';
}

/** Every line completed after `offset`, until the signal aborts. A file that got shorter is read from its start. */
export async function* follow(file: string, offset: number, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let position = offset;
  let partial = '';
  while (!signal.aborted) {
    const added = await withFile(file, async (handle) => {
      const { size } = await handle.stat();
      if (size < position) position = 0;
      return readRange(handle, position, Math.min(size, position + 16 * CHUNK));
    });
    if (added && added.length > 0) {
      position += added.length;
      const lines = (partial + decoder.decode(added, { stream: true })).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) {
        if (signal.aborted) return;
        yield line;
      }
    } else await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
  }
}

export async function sizeOf(file: string): Promise<number> {
  return (await withFile(file, async (handle) => (await handle.stat()).size)) ?? 0;
}

async function withFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

async function readRange(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}

const lineBreaks = (bytes: Buffer): number => bytes.reduce((sum, byte) => (byte === 0x0a ? sum + 1 : sum), 0);
