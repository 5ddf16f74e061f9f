import type { Dialogue } from './model-types.ts';

const ANSWERS: Readonly<Record<string, boolean>> = { y: true, yes: true, n: false, no: false };

/** Asks a yes-or-no question until it is answered so. `enter`: what Enter alone means. */
export async function confirm(dialogue: Dialogue, question: string, enter: boolean): Promise<boolean> {
  for (;;) {
    const answer = await dialogue.ask(`${question} [${enter ? 'Y/n' : 'y/N'}]: `);
    const meant = answer === '' ? enter : ANSWERS[answer.toLowerCase()];
    if (meant !== undefined) return meant;
    dialogue.say('Please answer y or n.');
  }
}
