import { expect, test, vi } from 'vitest';
import type { Answer, Question } from '../../src/approvals/approver.ts';
import { oneQuestion } from '../../src/approvals/one-question.ts';
import { plainPaint } from '../../src/render/paint.ts';
import { Questions } from '../../src/screen/questions.ts';

const KEY = { return: false, escape: false, leftArrow: false, rightArrow: false, tab: false };
const question = (action: string): Question => ({
  review: { action, reasons: [], detail: action },
  tool: 'terminal',
  summary: '',
  offers: ['once', 'deny'],
});

/** The screen's questions, with what it has printed. */
function asking() {
  const printed: string[] = [];
  const questions = new Questions({
    paint: plainPaint,
    columns: () => 80,
    print: (lines) => printed.push(...lines),
    show: () => undefined,
    now: Date.now,
  });
  const asker = oneQuestion({
    ask: (asked, signal) => questions.ask(asked, signal),
    askText: async () => 'text',
  });
  const answer = async (letter: string): Promise<void> => {
    await vi.waitUntil(() => !questions.early, { timeout: 10_000 });
    questions.press(letter, KEY);
    questions.press('', { ...KEY, return: true });
  };
  return { asker, printed, answer };
}

test("attack 44: a server's form does not take the place of a question that is open, and both are answered", async () => {
  const { asker, printed, answer } = asking();
  const { signal } = new AbortController();
  const call = asker.ask(question('run a command'), signal);
  const form = asker.ask(question('answer a form'), signal);
  const text = asker.askText('name: ', signal);
  await vi.waitUntil(() => printed.length > 0);
  expect(printed.join('\n')).not.toContain('answer a form');
  await answer('o');
  expect(await call).toBe('once');
  await vi.waitUntil(() => printed.join('\n').includes('answer a form'));
  await answer('d');
  expect([await form, await text]).toEqual(['deny', 'text']);
});

test('what is over when its turn comes is not asked any more', async () => {
  const { asker, printed, answer } = asking();
  const over = new AbortController();
  const call = asker.ask(question('run a command'), new AbortController().signal);
  const form: Promise<Answer | Error> = asker
    .ask(question('answer a form'), over.signal)
    .catch((error: Error) => error);
  over.abort(new Error('the call is over'));
  await vi.waitUntil(() => printed.length > 0);
  await answer('d');
  expect([await call, String(await form)]).toEqual(['deny', 'Error: the call is over']);
  expect(printed.join('\n')).not.toContain('answer a form');
});
