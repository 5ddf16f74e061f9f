import { expect, test } from 'vitest';
import { spreadPercent, summarise } from '../src/stats.ts';

test.each([
  { values: [5], median: 5, min: 5, max: 5, spread: 0 },
  { values: [3, 1, 2], median: 2, min: 1, max: 3, spread: 50 },
  { values: [4, 1, 3, 2], median: 2.5, min: 1, max: 4, spread: 60 },
])('$values', ({ values, median, min, max, spread }) => {
  const summary = summarise(values);
  expect(summary).toEqual({ median, min, max });
  expect(spreadPercent(summary)).toBeCloseTo(spread);
});

test('a row without samples gets no number', () => {
  expect(() => summarise([])).toThrow(RangeError);
});
