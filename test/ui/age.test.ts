import { expect, test } from 'vitest';
import { age } from '../../src/ui/age.ts';

test.each([
  [-5_000, 'just now'],
  [999, 'just now'],
  [1_000, '1 second ago'],
  [59_999, '59 seconds ago'],
  [3_600_000, '1 hour ago'],
  [3 * 86_400_000 + 1, '3 days ago'],
])('%d ms: %s', (ms, text) => {
  expect(age(ms)).toBe(text);
});
