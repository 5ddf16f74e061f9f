import type { LinePrompter } from '@hermes-ops/contract';
import type { Answer, Question } from './approver.ts';
import { questionLines } from './question-text.ts';

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

/** Asks line by line. Only what is typed after the question is shown counts; Enter alone is a refusal. */
export function askOnTerminal(prompter: Pick<LinePrompter, 'askFresh'>, say: (line: string) => void) {
  return async (question: Question, signal: AbortSignal): Promise<Answer> => {
    for (const line of questionLines(question)) say(line);
    const prompt = `Allow? ${question.offers.map((offer) => NAMES[offer]).join(' ')}: `;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const given = (await prompter.askFresh(prompt, { signal })).toLowerCase();
      const answer = Object.hasOwn(KEYS, given) ? KEYS[given] : undefined;
      if (answer !== undefined && question.offers.includes(answer)) return answer;
    }
    return 'deny';
  };
}
