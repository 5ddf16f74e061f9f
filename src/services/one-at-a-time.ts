import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ensureOps, withLock } from '../state/index.ts';

/** Why work was not begun. */
export type Waited = 'aborted' | 'timeout';

export interface WaitOptions {
  signal?: AbortSignal | undefined;
  /** Longest time in line, in ms. */
  waitMs: number;
}

/**
 * Work that must not overlap, by name: in this process in the order of the calls, between processes through a lock file
 * below `ops/locks`. Where that cannot be written the work is done without it.
 */
export function createLine(ops: string) {
  const lines = new Map<string, Promise<unknown>>();
  return async <T>(name: string, { signal, waitMs }: WaitOptions, work: () => Promise<T>): Promise<T | Waited> => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), waitMs);
    const wait = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
    const before = lines.get(name) ?? Promise.resolve();
    let begun = false;
    const begin = (): Promise<T> => {
      begun = true;
      clearTimeout(timer);
      return work();
    };
    const mine = (async (): Promise<T | Waited> => {
      try {
        await untilAborted(before, wait);
        const file = await lockFile(ops, name);
        if (file === undefined) return await begin();
        return await withLock(file, { signal: wait }, begin);
      } catch (error) {
        if (begun || !wait.aborted) throw error;
        return signal?.aborted ? 'aborted' : 'timeout';
      } finally {
        clearTimeout(timer);
      }
    })();
    // Whoever comes next waits for both: one that gave up must not let others pass the one before it. No result is kept.
    const both = Promise.allSettled([before, mine]).then(() => undefined);
    lines.set(name, both);
    return mine;
  };
}

/** Resolves when the promise does; rejects when the signal aborts first. */
function untilAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.finally(() => signal.removeEventListener('abort', stop)).then(() => resolve(), reject);
  });
}

async function lockFile(ops: string, name: string): Promise<string | undefined> {
  const short = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return ensureOps(ops, 'locks').then(
    (folder) => join(folder, `server-${short}.lock`),
    () => undefined,
  );
}
