import { setTimeout as sleep } from 'node:timers/promises';
import type { CliTerminal } from './terminal.ts';

/** Longer than keys are dropped after a question has appeared, also where the program is late to notice that they count. */
const A_MOMENT_MS = 1_000;

/**
 * Answers a question before something is done, as a person does: a moment after it is there, and with Enter as a key of its
 * own, once what was typed stands there. Anything faster is no answer.
 */
export async function answerSlowly(terminal: CliTerminal, keys: string): Promise<void> {
  await sleep(A_MOMENT_MS);
  if (keys !== '') {
    terminal.type(keys);
    await terminal.shows((visible) => visible.trimEnd().endsWith(keys) || visible.includes(`›[${keys}]`));
  }
  terminal.type('\r');
}
