import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test, vi } from 'vitest';
import { plainPaint } from '../../src/render/paint.ts';
import { Questions } from '../../src/screen/questions.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };

/** The rows that a question prints in a terminal that wide. */
function printed(detail: string, columns: number, reasons = ['it may do harm']): string[] {
  return asked(detail, columns, reasons).rows;
}

function asked(detail: string, columns: number, reasons = ['it may do harm']) {
  const rows: string[] = [];
  const questions = new Questions({
    paint: plainPaint,
    columns: () => columns,
    print: (lines) => rows.push(...lines),
    show: () => undefined,
    now: () => performance.now(),
  });
  const review = { action: 'run a command', reasons, detail };
  questions
    .ask({ review, tool: 'terminal', summary: '', offers: ['once', 'deny'] }, AbortSignal.timeout(60_000))
    .catch(() => undefined);
  return { questions, rows };
}

test('attack 55: keys that lay there while the program was held up are early, however late they are read', async () => {
  let now = 0;
  const questions = new Questions({
    paint: plainPaint,
    columns: () => 80,
    print: () => undefined,
    show: () => undefined,
    now: () => now,
  });
  const key = { return: false, escape: false, leftArrow: false, rightArrow: false, tab: false };
  const review = { action: 'run a command', reasons: [], detail: 'touch x' };
  const stop = new AbortController();
  const answer = questions
    .ask({ review, tool: 'terminal', summary: '', offers: ['once', 'deny'] }, stop.signal)
    .catch(() => 'none');
  now = 60_000;
  expect(questions.early).toBe(true);
  questions.press('o', key);
  questions.press('', { ...key, return: true });
  stop.abort(new Error('over'));
  expect(await answer).toBe('none');
});

test('where the row has no place for an answer a question can be refused and nothing else', async () => {
  let [now, columns] = [0, 2];
  const questions = new Questions({
    paint: plainPaint,
    columns: () => columns,
    print: () => undefined,
    show: () => undefined,
    now: () => now,
  });
  const key = { return: false, escape: false, leftArrow: false, rightArrow: false, tab: false };
  const review = { action: 'run a command', reasons: [], detail: 'touch x' };
  let answer: string | undefined;
  const quiet = async () => {
    now += 60_000;
    questions.pasted();
    now += 60_000;
    await vi.waitUntil(() => !questions.early, { timeout: 10_000 });
  };
  void questions
    .ask({ review, tool: 'terminal', summary: '', offers: ['once', 'deny'] }, AbortSignal.timeout(60_000))
    .then((given) => {
      answer = given;
    });
  await quiet();
  questions.press('o', key);
  await quiet();
  questions.press('', { ...key, return: true });
  columns = 3;
  await quiet();
  questions.press('o', key);
  columns = 2;
  questions.press('', { ...key, return: true });
  await quiet();
  expect(answer).toBeUndefined();
  questions.press('', { ...key, escape: true });
  await vi.waitUntil(() => answer !== undefined);
  expect(answer).toBe('deny');
});

test('printed again, a question looks as before, and after `v` is whole', async () => {
  const short = asked('rm a', 80);
  const first = [...short.rows];
  short.questions.again();
  expect(short.rows).toEqual([...first, ...first]);

  const { questions, rows } = asked(Array.from({ length: 90 }, (_none, at) => `echo ${at}`).join('\n'), 80);
  questions.again();
  expect(rows).not.toContain('  | echo 45');
  await vi.waitUntil(() => !questions.early, { timeout: 10_000 });
  questions.press('v', { return: false, escape: false, leftArrow: false, rightArrow: false, tab: false });
  const viewed = rows.filter((row) => row === '  | echo 45').length;
  questions.again();
  expect([viewed, rows.filter((row) => row === '  | echo 45').length]).toEqual([1, 2]);
});

test('attack 52: what does not fit into a row goes on behind its mark and passes for no line of hermes', () => {
  const rows = printed(`echo ${'x'.repeat(69)}  allowed once${' '.repeat(8)}Allow?  [o]nce`, 80);
  expect(rows.filter((row) => row.startsWith('  | '))).toEqual([
    `  | echo ${'x'.repeat(69)}  `,
    '  | allowed once        Allow?  [o]nce',
  ]);
  expect(rows.filter((row) => /^ {0,2}(?:allowed|Allow)/.test(row))).toEqual([]);
});

test('attack 52: whatever is asked about, each of its rows is marked and fits', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 600 }),
      fc.integer({ min: 20, max: 200 }),
      (detail, columns) => {
        const [, , ...rows] = printed(detail, columns, []).slice(-1_000);
        for (const row of rows) {
          expect(stringWidth(row)).toBeLessThanOrEqual(columns);
          expect(row).toMatch(/^ {2}/);
        }
      },
    ),
    RUNS,
  );
});
