import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFile } from './create-file.ts';
import { isSameProcess, processIdentity } from './process-id.ts';

/** Up to twice this between two tries, each waiter at a pace of its own. */
const POLL_MS = 15;

/**
 * Runs `work` while holding the lock file; others wait, and `onWait` is told once. A lock whose process is gone is taken
 * over; processes are told apart on this machine only, so a home that several machines share is not protected. Rejects
 * when the signal aborts the wait.
 */
export async function withLock<T>(
  file: string,
  options: { signal?: AbortSignal; onWait?: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const mine = `${process.pid} ${randomUUID()} ${processIdentity(process.pid) ?? 'unknown'}`;
  let waiting = false;
  while (!(await tryTake(file, mine))) {
    if (!waiting) options.onWait?.();
    waiting = true;
    await sleep(POLL_MS * (1 + Math.random()), undefined, options.signal ? { signal: options.signal } : {});
  }
  try {
    return await work();
  } finally {
    // Whatever else lies there by now belongs to somebody else.
    if ((await readHolder(file)) === mine) await rm(file, { force: true });
  }
}

async function tryTake(file: string, mine: string): Promise<boolean> {
  if (await createFile(file, mine)) return true;
  return (await dropStale(file)) && (await createFile(file, mine));
}

/**
 * Moves a dead process's lock aside; should it have been replaced in between, the live one is put back. True where there
 * may be no lock any more.
 */
async function dropStale(file: string): Promise<boolean> {
  const holder = await readHolder(file);
  if (holder === undefined) return true;
  if (isHeld(holder)) return false;
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== undefined && isHeld(moved)) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

const readHolder = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

function isHeld(holder: string): boolean {
  const [pid = '', _token, ...identity] = holder.split(' ');
  return isSameProcess(Number(pid), identity.join(' '));
}
