import type { Phrases } from './templates-en.ts';
import { identifiersIn } from './texts.ts';
import type { Output } from './tool-output.ts';
import type { Message, Turn } from './types.ts';

/** Characters of one tool result. */
interface Size {
  least: number;
  most: number;
}

const LARGE: Size = { least: 1_500, most: 11_000 };

/** One call and its result. */
export interface Round {
  command: string;
  text: string;
}

/** Talk and rounds of tool calls, made of phrases and of what programs really printed. */
export function createFiller(roll: () => number, outputs: readonly Output[], phrases: Phrases) {
  let calls = 0;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;

  const total = outputs.reduce((sum, { lines }) => sum + lines.length, 0);
  /** The output that has this line when all stand behind one another: long ones come up more often. */
  const outputAt = (line: number): Output => {
    let left = line;
    for (const output of outputs) {
      left -= output.lines.length;
      if (left < 0) return output;
    }
    return pick(outputs);
  };

  const cut = ({ least, most }: Size): Round => {
    const { command, lines } = outputAt(roll() * total);
    const wanted = least + roll() * (most - least);
    const first = Math.floor(roll() * Math.max(1, lines.length - 80));
    let last = first;
    let size = 0;
    for (; last < lines.length && size < wanted; last += 1) size += (lines[last]?.length ?? 0) + 1;
    // Whole lines only: part of a number is another number.
    if (size > most) last -= 1;
    const text = lines.slice(first, last).join('\n');
    if (text.length < least / 2) return cut({ least, most });
    return { command: `${command} | sed -n ${first + 1},${last}p`, text };
  };

  /** An assistant's message with calls, and their results. */
  const step = (rounds: readonly Round[]): Message[] => {
    const made = rounds.map(({ command, text }) => {
      calls += 1;
      return { id: `call_${calls}`, text, command };
    });
    return [
      {
        role: 'assistant',
        content: '',
        tool_calls: made.map(({ id, command }) => ({
          id,
          type: 'function',
          function: { name: 'terminal', arguments: JSON.stringify({ command }) },
        })),
      },
      ...made.map(
        ({ id, text }): Message => ({
          role: 'tool',
          content: text,
          tool_call_id: id,
          toolName: 'terminal',
          status: 'ok',
        }),
      ),
    ];
  };

  /** An identifier of these results, which nobody asks for. */
  const bystander = (rounds: readonly Round[]): string =>
    pick([...identifiersIn(rounds.map(({ text }) => text).join('\n'))]) ?? 'it';

  const answer = (rounds: readonly Round[]): string => pick(phrases.answers).replace('{x}', bystander(rounds));

  const turn = (user: string, steps: readonly Round[][], said: string): Turn => ({
    steps: [[{ role: 'user', content: user }], ...steps.map(step), [{ role: 'assistant', content: said }]],
  });

  const more = (size = LARGE): Turn => {
    const steps = Array.from({ length: 2 + Math.floor(roll() * 3) }, () =>
      roll() < 0.3 ? [cut(size), cut(size)] : [cut(size)],
    );
    const mention =
      roll() < 0.25 ? `${phrases.space}${pick(phrases.mentions).replace('{x}', bystander(steps.flat()))}` : '';
    return turn(pick(phrases.talk) + mention, steps, answer(steps.flat()));
  };

  return { pick, cut, turn, answer, more };
}

export type Filler = ReturnType<typeof createFiller>;
