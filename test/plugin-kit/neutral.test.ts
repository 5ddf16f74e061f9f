import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNeutraliser, neutralise, spelled } from '../../src/plugin-kit/neutral.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const clean = (text: string): string => neutralise(text, { multiline: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may come out
const ACTIVE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff]/;

describe('attack 50 and 51: escape sequences', () => {
  test.each([
    ['colours', '\x1b[31mred\x1b[0m', 'red'],
    ['8-bit CSI', '\x9b31mred\x9b0m', 'red'],
    ['a title and its report', '\x1b]0;evil\x07a\x1b[21tb', 'ab'],
    ['the clipboard', 'a\x1b]52;c;ZXZpbA==\x07b', 'ab'],
    [
      'a link whose text says something else',
      '\x1b]8;;http://evil.example\x1b\\https://good.example\x1b]8;;\x1b\\',
      'https://good.example',
    ],
    ['8-bit OSC with ST', 'a\x9d0;x\x9cb', 'ab'],
    ['DCS, a question for settings', 'a\x1bP$qm\x1b\\b', 'ab'],
    ['8-bit DCS', 'a\x90$qm\x9cb', 'ab'],
    ['APC, PM and SOS', 'a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d', 'abcd'],
    ['device attributes', 'a\x1b[cb\x1b[>0cc\x1b[6nd', 'abcd'],
    ['a reset and character sets', 'a\x1bcb\x1b(0c\x1b#8d', 'abcd'],
    ['cursor and erasing', 'a\x1b[2Jb\x1b[1;1Hc\x1b[?1049hd', 'abcd'],
    ['bell, backspace, form feed', 'a\x07b\bc\fd\x7fe\0f', 'abcdef'],
    ['one that is cut by another', 'a\x1b[3\x1b[31mb', 'ab'],
    ['one that makes another when it is taken out', '\x1b\x1b[0m[31mx', '[31mx'],
    ['carriage returns', 'a\r\nb\rc', 'a\nb\nc'],
  ])('%s', (_name, given, expected) => expect(clean(given)).toBe(expected));

  test('nothing can hide behind a sequence that is never closed', () => {
    expect(clean('a\x1b]0;title\nrm -rf /')).toBe('a0;title\nrm -rf /');
    expect(clean('a\x1b]0;title rm -rf /')).toBe('a0;title rm -rf /');
    expect(clean(`\x1bP${'x'.repeat(10_000)}rm -rf /`)).toContain('rm -rf /');
    expect(clean('\x1b[31')).toBe('31');
  });
});

describe('attack 53: characters that cannot be seen', () => {
  test.each([
    ['a turned direction', 'a\u202eb\u202cc', 'a\\u{202e}b\\u{202c}c'],
    ['isolates', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['zero width', 'r\u200bm\ufeff\u2060\u00ad', 'r\\u{200b}m\\u{feff}\\u{2060}\\u{ad}'],
    ['separators', 'a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['tags', 'x\u{e0041}\u{e007f}', 'x\\u{e0041}\\u{e007f}'],
    ['fillers', '\u3164\u115f\uffa0', '\\u{3164}\\u{115f}\\u{ffa0}'],
    ['half characters', 'a\ud800b', 'a\\u{d800}b'],
    ['a joiner between letters', 'a\u200db', 'a\\u{200d}b'],
  ])('%s', (_name, given, expected) => expect(clean(given)).toBe(expected));

  test.each(['压缩 threshold: 0.8 ⚕ ─ │ ┊ 💻', '👩‍💻 ❤️ 🏳️‍🌈 1️⃣ 🇩🇪', 'می‌خواهم', 'क्‍ष', 'a\tb\nc', 'é e\u0301'])(
    '%j stays',
    (text) => expect(clean(text)).toBe(text),
  );
});

test('one line: breaks and tabs are blanks', () => expect(neutralise('a\nb\tc\r\nd')).toBe('a b c d'));

test('a question spells everything, also joiners and what would be left out', () =>
  expect(spelled('a\x1b[2Jb\x9b1m\r❤️\r\n\tx')).toBe('a\\u{1b}[2Jb\\u{9b}1m\\u{0d}❤\\u{fe0f}\n\tx'));

const PIECES = [
  '\x1b',
  '[',
  ']',
  '0;',
  'P',
  '\\',
  '\x07',
  '\x9b',
  '\x9d',
  '\x9c',
  '31m',
  'm',
  '\n',
  '\r',
  'text',
  '💻',
  '\ud83d',
  '\udcbb',
  '\u202e',
  '\u200d',
  '❤',
  '\ufe0f',
  ' ',
  '\t',
  '\x90',
  '_',
];
const pieces = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), {
  maxLength: 40,
});

test('whatever comes in, nothing active comes out', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const out = clean(parts.join(''));
      expect(out).not.toMatch(ACTIVE);
      expect(spelled(parts.join(''))).not.toMatch(ACTIVE);
      expect(out.isWellFormed()).toBe(true);
      expect(clean(out)).toBe(out);
    }),
    RUNS,
  );
});

test('in parts or as a whole: the same', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const stream = createNeutraliser();
      const out = parts.map((part) => stream.push(part)).join('') + stream.end();
      expect(out).toBe(clean(parts.join('')));
    }),
    RUNS,
  );
});

test('attack 66: a megabyte of anything is answered', () => {
  for (const text of ['\x1b', '\x1b]', '\x1b[', '\x9b1', 'a', '\u202e', '\ud800', '\r', '\x1bP\x1b'])
    expect(clean(text.repeat(1_000_000 / text.length))).not.toMatch(ACTIVE);
});
