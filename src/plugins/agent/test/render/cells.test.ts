import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { clipped, rowsOf } from '../../src/render/cells.ts';

test('a row that is broken at a blank does not begin with it; indentation stays', () => {
  expect(rowsOf('one two three', 7)).toEqual(['one two', 'three']);
  expect(rowsOf('  one two', 5)).toEqual(['  one', 'two']);
  expect(rowsOf('a\n  b', 10)).toEqual(['a', '  b']);
  expect(rowsOf('', 10)).toEqual(['']);
});

test('no row is wider than asked for, and nothing but blanks is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 8, max: 40 }), (text, columns) => {
      const line = text.replaceAll(/[\p{C}\p{Z}]/gu, ' ');
      const rows = rowsOf(line, columns);
      for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
      expect(rows.join('').replaceAll(' ', '').normalize()).toBe(line.replaceAll(' ', '').normalize());
    }),
  );
});

test('what fits is never cut, however many code units it takes', () => {
  expect(clipped('👨‍👩‍👧‍👦', 5)).toBe('👨‍👩‍👧‍👦');
  expect(clipped('e\u0301e\u0301e\u0301', 3)).toBe('e\u0301e\u0301e\u0301');
  expect(clipped('模型模型', 5)).toBe('模型…');
  expect(clipped('abc', Number.POSITIVE_INFINITY)).toBe('abc');
});
