import { expect, test } from 'vitest';
import { decodeWord } from '../../src/approvals/shell/decode.ts';

test('variables that hold each other do not double without end', () => {
  const values = new Map([['a', 'x'.repeat(1_000)]]);
  for (let step = 0; step < 60; step += 1) values.set('a', decodeWord('"$a$a"', values).join(' '));
  expect(values.get('a')).toHaveLength(100_000);
  const [word = ''] = decodeWord('$a'.repeat(50_000), values);
  expect(word).toHaveLength(100_000);
});
