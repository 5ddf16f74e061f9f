import { setTimeout as sleep } from 'node:timers/promises';
import type { Talk } from './talk.ts';

/** How long a turn may take to come to its end when the user leaves in the middle of it. */
const GRACE_MS = 1_000;

/** In the middle of something: what runs is ended, what was said is kept, and nothing may hold the user up for long. */
export async function leave(talk: Talk, end: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  talk.kill();
  await Promise.race([Promise.allSettled([end, talk.close()]), sleep(GRACE_MS)]);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The signal arrives a moment later.
  await sleep(GRACE_MS);
}
