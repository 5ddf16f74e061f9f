import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cells } from '../../src/render/cells.ts';
import { listing } from '../../src/render/listing.ts';

const ROWS = [
  ['/new [TITLE]', 'a new session'],
  ['/周报', 'writes the weekly report from what was done'],
];

test('what is too long goes on below itself, beside the names', () => {
  expect(listing(ROWS, 80)).toBe(
    '/new [TITLE]  a new session\n/周报         writes the weekly report from what was done',
  );
  expect(listing(ROWS, 40)).toBe(
    '/new [TITLE]  a new session\n/周报         writes the weekly report\n              from what was done',
  );
});

test('where the names leave too little room it stands under them', () => {
  expect(listing(ROWS, 30)).toBe(
    '/new [TITLE]\n    a new session\n/周报\n    writes the weekly report\n    from what was done',
  );
});

test('no row is wider than the terminal beside or under names that fit, and no word is lost', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', '中', 'é', '👍') });
  const rows = fc.array(fc.tuple(word, fc.constantFrom('', 'off'), fc.array(word, { maxLength: 20 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 32, max: 120 }), (some, columns) => {
      const shown = listing(
        some.map(([name, state, words]) => [name, state, words.join(' ')]),
        columns,
      );
      for (const line of shown.split('\n')) expect(cells(line)).toBeLessThanOrEqual(columns);
      const letters = (text: string): string => text.replaceAll(/\s/g, '');
      expect(letters(shown)).toBe(letters(some.map(([name, state, words]) => name + state + words.join('')).join('')));
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
