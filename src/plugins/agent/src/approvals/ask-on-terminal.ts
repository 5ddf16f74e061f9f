import type { LinePrompter } from '@hermes-ops/contract';
import type { Answer, AskUser } from './approver.ts';
import { questionRows } from './question-rows.ts';

const KEYS: Readonly<Record<string, Answer>> = {
  o: 'once',
  once: 'once',
  y: 'once',
  yes: 'once',
  s: 'session',
  session: 'session',
  a: 'always',
  always: 'always',
  d: 'deny',
  deny: 'deny',
  n: 'deny',
  no: 'deny',
  '': 'deny',
};
const NAMES: Readonly<Record<Answer, string>> = {
  once: '[o]nce',
  session: '[s]ession',
  always: '[a]lways',
  deny: '[D]eny',
};
const MOST_TRIES = 3;

/**
 * Asks line by line. Only what is typed after the question is shown counts; Enter alone is a refusal. While a part of the
 * text is not shown, nobody can agree to more than this one call. `columns`: cells of the terminal's row, as they are now.
 */
export function askOnTerminal(
  prompter: Pick<LinePrompter, 'askFresh'>,
  say: (line: string) => void,
  columns: () => number,
): AskUser {
  return async (question, signal) => {
    const shown = (all: boolean): number => {
      const { lines, hidden } = questionRows(question, all, columns());
      for (const row of lines.flat()) say(row);
      return hidden;
    };
    let hidden = shown(false);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const offers = question.offers.filter((offer) => hidden === 0 || offer === 'once' || offer === 'deny');
      const names = offers.map((offer) => NAMES[offer]);
      const prompt = `Allow? ${(hidden > 0 ? ['[v]iew', ...names] : names).join(' ')}: `;
      const given = (await prompter.askFresh(prompt, { signal })).toLowerCase();
      if (hidden > 0 && /^v(?:iew)?$/.test(given)) {
        hidden = shown(true);
        tries = -1;
        continue;
      }
      const answer = Object.hasOwn(KEYS, given) ? KEYS[given] : undefined;
      if (answer !== undefined && offers.includes(answer)) return answer;
    }
    return 'deny';
  };
}
