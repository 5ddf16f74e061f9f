import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect } from 'vitest';
import type { Style } from '../../src/markdown/style.ts';

const between = (open: string, close: string) => (text: string) => `${open}${text}${close}`;

/** Styles that a test can read. */
export const MARKS: Style = {
  bold: between('<b>', '</b>'),
  italic: between('<i>', '</i>'),
  strike: between('<s>', '</s>'),
  code: between('<c>', '</c>'),
  heading: between('<h>', '</h>'),
  link: between('<a>', '</a>'),
  dim: between('<d>', '</d>'),
};

const sgr = (open: number, close: number) => between(`\u001b[${open}m`, `\u001b[${close}m`);

/** What a terminal with colour gets, whatever the test runs in. */
export const SGR: Style = {
  bold: sgr(1, 22),
  italic: sgr(3, 23),
  strike: sgr(9, 29),
  code: sgr(36, 39),
  heading: sgr(1, 22),
  link: sgr(4, 24),
  dim: sgr(2, 22),
};

const PLAIN = (text: string): string => text;
export const NONE: Style = {
  bold: PLAIN,
  italic: PLAIN,
  strike: PLAIN,
  code: PLAIN,
  heading: PLAIN,
  link: PLAIN,
  dim: PLAIN,
};

const PIECES = [
  ...['# ', '## ', '- ', '* ', '1. ', '2. ', '- [x] ', '> ', '```\n', '```js\n', '~~~~\n', '---\n', '***\n', '===\n'],
  ...[
    '|',
    '| a | b |\n',
    '|---|:-:|\n',
    '|--|\n',
    '\\|',
    '<br>',
    '<div>',
    '</div>\n',
    '<!-- x',
    '    ',
    '  ',
    ' ',
    '\t',
  ],
  ...[
    '\n',
    '\n\n',
    '\n  ',
    '\n   ',
    '  \n',
    '\\\n',
    '\r\n',
    '\r',
    '**',
    '*',
    '_',
    '__',
    '~~',
    '`',
    '``',
    '[',
    '](',
    ')',
    '![',
  ],
  ...[
    '[a](http://b.c/d)',
    '<http://e.f>',
    'https://example.org/a/very/long/path?with=a&query=string#and-a-fragment',
    '\\',
    '&',
  ],
  ...[
    '&amp;',
    '&#x1b;[31m',
    '&#x202e;',
    '&#10;',
    '&copy;',
    '\u001b[31m',
    '\u001b]8;;http://evil\u0007',
    '\u001b',
    '\u009b2J',
    '\u202e',
    '\u0000',
  ],
  ...[
    '压缩模型',
    'ｆｕｌｌ',
    '👩‍👩‍👧‍👦',
    '👍🏽',
    '🇩🇪🇫🇷',
    '🇩',
    '\u200d',
    '\ufe0f',
    '#\ufe0f\u20e3',
    'e\u0301',
    '\u0301\u0302\u0303',
    'क्षि',
    'ำ',
    '\ud83d',
    '\ude00',
  ],
  ...['word', 'two words', 'x', 'averyveryveryverylongwordwithoutanyblank', '1', ' = ', '.'],
];

/** Texts that look like Markdown, with everything in them that has ever broken a terminal. */
export const MARKDOWN = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may come out
const ACTIVE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOURS = /\x1b\[\d{1,2}m/g;
const OPENS = new Map([1, 2, 3, 4, 9, 36].map((code) => [code, { 1: 22, 2: 22, 3: 23, 4: 24, 9: 29, 36: 39 }[code]]));

/** One line of at most `columns` cells in which a terminal finds only SGR, all of it closed at the end. */
export function expectHarmless(line: string, columns: number): void {
  expect(stringWidth(line), JSON.stringify(line)).toBeLessThanOrEqual(columns);
  expect(line.replace(COLOURS, ''), JSON.stringify(line)).not.toMatch(ACTIVE);
  const open = new Set<number | undefined>();
  for (const [code] of line.matchAll(COLOURS)) {
    const number = Number(code.slice(2, -1));
    if (OPENS.has(number)) open.add(OPENS.get(number));
    else open.delete(number);
  }
  expect([...open], JSON.stringify(line)).toEqual([]);
}
