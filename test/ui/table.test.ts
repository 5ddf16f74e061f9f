import fc from 'fast-check';
import cells from 'fast-string-width';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { table } from '../../src/ui/table.ts';

test('columns line up in terminal cells, also with CJK and emoji', () => {
  const lines = table([
    ['模型', 'x'],
    ['🐢 slow', 'y'],
    ['plain', 'z'],
  ]).split('\n');
  const starts = lines.map((line) => stringWidth(line.slice(0, -1)));
  expect(new Set(starts).size).toBe(1);
});

test('every cell is kept and no line ends in blanks', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/\s/g, '_'));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const lines = table(rows).split('\n');
      expect(lines).toHaveLength(rows.length);
      for (const [i, row] of rows.entries()) {
        for (const text of row) expect(lines[i]).toContain(text);
        expect(lines[i]).not.toMatch(/ $/);
      }
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});

test('widths agree with string-width, which is too slow to load in a command', () => {
  const units = [
    'a',
    ' ',
    'é',
    'e\u0301',
    '模',
    '型',
    'あ',
    'ｱ',
    '한',
    '🐢',
    '💾',
    '👨‍👩‍👧',
    '🇨🇳',
    '✔',
    '│',
    '⚕',
    'Ω',
    'ш',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...units), { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      expect(cells(text)).toBe(stringWidth(text));
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
