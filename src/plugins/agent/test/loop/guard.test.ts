import { describe, expect, test } from 'vitest';
import { createGuard, type Stray } from '../../src/loop/guard.ts';

const LIMITS = {
  warn: { exactFailure: 2, sameToolFailure: 3, noProgress: 2 },
  stop: { exactFailure: 5, sameToolFailure: 8, noProgress: 5 },
};

const acts = (calls: { name?: string; args?: string; result: string; failed?: boolean }[]): string[] => {
  const guard = createGuard(LIMITS);
  return calls.map(
    ({ name = 'terminal', args = '{}', result, failed = false }, round) =>
      guard.after({ name, args, result, failed, round }).act,
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
  const verdicts = times(10, (round) => guard.after({ name: 'a', args: '', result: '', failed: false, round }));
  expect(verdicts[4]).toMatchObject({ act: 'stop', again: false });
  expect(verdicts[9]).toMatchObject({ act: 'stop', again: true });
  // Where nothing is stopped because a person watches, the model goes on to be told.
  expect(verdicts[6]).toMatchObject({ words: expect.stringContaining('7 times') });
});

describe('calls that lead to no tool', () => {
  const guarded = (calls: [Stray | undefined, number][]): string[] => {
    const guard = createGuard(LIMITS);
    return calls.map(([stray, round], i) => {
      const outcome = { name: `n${i}`, args: `${i}`, result: `${i}`, failed: stray !== undefined, stray, round };
      const verdict = guard.after(outcome);
      return verdict.act === 'stop' && verdict.again ? 'end' : verdict.act;
    });
  };

  test('without a name: the second round ends the turn, whoever watches', () => {
    expect(
      guarded([
        ['nameless', 1],
        ['nameless', 2],
      ]),
    ).toEqual(['go-on', 'end']);
  });

  test('several of one answer are one round', () => {
    expect(
      guarded([
        ['nameless', 1],
        ['nameless', 1],
        ['nameless', 1],
        ['nameless', 2],
      ]).indexOf('end'),
    ).toBe(3);
  });

  test('of tools that do not exist: the third round', () => {
    expect(
      guarded([
        ['unknown', 1],
        ['unknown', 2],
        ['unknown', 3],
      ]),
    ).toEqual(['go-on', 'go-on', 'stop']);
  });

  test('a call that finds its tool begins the count anew', () => {
    const found = guarded([
      ['nameless', 1],
      [undefined, 2],
      ['nameless', 3],
      [undefined, 4],
      ['unknown', 5],
      ['unknown', 6],
    ]);
    expect(found).toEqual(found.map(() => 'go-on'));
  });
});
