import { expect, test } from 'vitest';
import { excerptOf } from '../../src/sessions/excerpt.ts';
import { termsOf } from '../../src/sessions/query.ts';

test('a letter that stands in every word of a very long text takes no time for each of them', () => {
  const inside = 'ba '.repeat(20_000);
  expect(excerptOf([`${inside}a last one`], termsOf('a'))).toMatch(/ba \u2068a\u2069 last one$/);
  expect(excerptOf(['ba '.repeat(6_000_000), 'here is a'], termsOf('a'))).toBe('here is \u2068a\u2069');
});
