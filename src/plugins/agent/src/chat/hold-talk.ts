import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '@hermes-ops/contract';
import type { OpenOptions } from './open-conversation.ts';
import { startTalk } from './start-talk.ts';
import type { Surface, Talk } from './talk.ts';

/** How long a turn may take to come to its end when the user leaves in the middle of it, in ms. */
const GRACE_MS = 1_000;

/** Ctrl-C is a key of the screens; a SIGINT that comes as a signal ends the chat as the others do. */
const ENDING = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** What a conversation is held on. */
export interface Front {
  surface: Surface;
  /** The session is open. */
  opened(talk: Talk): void;
  /** The next line that the user gives; undefined: the user leaves. */
  next(): Promise<string | undefined>;
  /** Rejects with the defect that nothing can be drawn or typed after. */
  broken?: Promise<never>;
  /** Gives the terminal back. */
  close(): Promise<void>;
}

/**
 * A conversation until the user leaves, `left` says so, or the terminal goes away. What goes wrong in a turn is said and does
 * not end it. Rejects as `startTalk` does.
 */
export async function holdTalk(
  host: Host,
  options: OpenOptions,
  front: Front,
  left: PromiseWithResolvers<NodeJS.Signals>,
): Promise<void> {
  const told = (signal: NodeJS.Signals): void => left.resolve(signal);
  for (const signal of ENDING) process.on(signal, told);
  const gone = new AbortController();
  const signal = AbortSignal.any([host.signal, gone.signal]);
  const opening = startTalk({ ...host, signal }, front.surface, options);
  const broken = front.broken ?? new Promise<never>(() => undefined);
  let talk: Talk | undefined;
  try {
    const first = await Promise.race([opening, left.promise, broken]);
    if (typeof first === 'string') {
      gone.abort();
      await front.close();
      // What was started while it was being opened goes with it.
      const closed = opening.then((late) => late.close()).catch(() => undefined);
      await Promise.race([closed, sleep(GRACE_MS)]);
      return await endBy(first);
    }
    talk = first;
    front.opened(talk);
    const end = untilTheEnd(talk, front);
    const by = await Promise.race([end.then(() => undefined), left.promise, broken]);
    if (by) await leave(talk, front, end, by);
  } catch (error) {
    gone.abort();
    if (talk) talk.kill();
    else opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  } finally {
    for (const signal of ENDING) process.removeListener(signal, told);
    await Promise.all([talk?.close(), front.close()]);
  }
}

async function untilTheEnd(talk: Talk, front: Front): Promise<void> {
  for (;;) {
    const line = await front.next();
    if (line === undefined) return;
    if (line !== '' && !(await talk.take(line))) return;
  }
}

/** In the middle of something: what runs is ended, what was said is kept, and nothing may hold the user up for long. */
async function leave(talk: Talk, front: Front, end: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  talk.kill();
  await front.close();
  await Promise.race([Promise.allSettled([end, talk.close()]), sleep(GRACE_MS)]);
  await endBy(signal);
}

/** Whoever waits for this process sees that the signal ended it. */
async function endBy(signal: NodeJS.Signals): Promise<void> {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The signal arrives a moment later.
  await sleep(GRACE_MS);
}
