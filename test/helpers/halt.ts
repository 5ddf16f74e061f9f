import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/**
 * SIGSTOP that has arrived: no thread of the process runs any more. The signal alone is only a promise; on a busy machine a
 * thread that is woken before the one that takes it still answers a request.
 */
export async function halt(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  if (process.platform === 'linux') await expect.poll(() => states(pid), { interval: 5 }).toMatch(/^T+$/);
}

/** A letter for each thread, see proc(5). */
const states = (pid: number): string =>
  readdirSync(`/proc/${pid}/task`)
    .map((task) => /^\d+ \(.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8'))?.[1])
    .join('');
