import { expect, test } from 'vitest';
import { decodeWord } from '../../src/approvals/shell/decode.ts';

test('variables that hold each other do not double without end, and what is written behind them is still seen', () => {
  const values = new Map([['a', 'x'.repeat(1_000)]]);
  for (let step = 0; step < 60; step += 1) values.set('a', decodeWord('"$a$a"', values).join(' '));
  expect(values.get('a')?.length).toBeLessThan(100_100);
  const [word = ''] = decodeWord(`${'$a'.repeat(50_000)}/../x`, values);
  expect(word.length).toBeLessThan(200_000);
  expect(word.endsWith('/../x')).toBe(true);
});
