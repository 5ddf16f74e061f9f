import { expect, test } from 'vitest';
import { createGuard } from '../../src/loop/guard.ts';

const LIMITS = {
  warn: { exactFailure: 2, sameToolFailure: 3, noProgress: 2 },
  stop: { exactFailure: 5, sameToolFailure: 8, noProgress: 5 },
};

const acts = (calls: { name?: string; args?: string; result: string; failed?: boolean }[]): string[] => {
  const guard = createGuard(LIMITS);
  return calls.map(
    ({ name = 'terminal', args = '{}', result, failed = false }) => guard.after({ name, args, result, failed }).act,
  );
};

const times = <T>(count: number, value: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => value(i));

test('the same call with the same result is told, then stopped', () => {
  expect(acts(times(5, () => ({ result: 'x' })))).toEqual(['go-on', 'warn', 'warn', 'warn', 'stop']);
});

test('polling that brings something new is no loop', () => {
  expect(acts(times(20, (i) => ({ result: `${i}` })))).toEqual(times(20, () => 'go-on'));
});

test('two calls that alternate are one', () => {
  const found = acts(times(10, (i) => ({ args: i % 2 ? '{"a":1}' : '{"b":2}', result: 'same' })));
  expect(found.indexOf('stop')).toBe(8);
});

test('the same tool failing in ever new ways is stopped later', () => {
  expect(acts(times(8, (i) => ({ args: `${i}`, result: `error ${i}`, failed: true }))).at(-1)).toBe('stop');
});

test('a success in between forgives failures', () => {
  const calls = times(16, (i) => ({ args: `${i}`, result: `${i}`, failed: i % 4 !== 0 }));
  expect(acts(calls)).not.toContain('stop');
});

test('whoever goes on past twice the limit is told apart', () => {
  const guard = createGuard(LIMITS);
  const verdicts = times(10, () => guard.after({ name: 'a', args: '', result: '', failed: false }));
  expect(verdicts[4]).toMatchObject({ act: 'stop', again: false });
  expect(verdicts[9]).toMatchObject({ act: 'stop', again: true });
  // Where nothing is stopped because a person watches, the model goes on to be told.
  expect(verdicts[6]).toMatchObject({ words: expect.stringContaining('7 times') });
});
