import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarkdownStream, renderMarkdown } from '../../src/markdown/markdown-stream.ts';
import { expectHarmless, MARKDOWN, NONE, SGR } from './marks.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const stream = (columns = 40) => createMarkdownStream({ columns, style: NONE });

test('however a text is cut, the lines are the same', () => {
  fc.assert(
    fc.property(MARKDOWN, fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1 }), (text, sizes) => {
      const options = { columns: 24, style: SGR };
      const cut = createMarkdownStream(options);
      const lines: string[] = [];
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const size = Math.max(turn % sizes.length === 0 ? 1 : 0, sizes[turn % sizes.length] ?? 1);
        lines.push(...cut.push(text.slice(at, at + size)));
        cut.open(turn % 5);
        at += size;
      }
      expect([...lines, ...cut.end()]).toEqual(renderMarkdown(text, options));
    }),
    RUNS,
  );
});

describe('what is final, and when', () => {
  test.each([
    ['a paragraph by a blank line', 'a\nb\n', '\n', ['a', 'b']],
    ['an item by the next one', '- a\n', '- b\n', ['- a']],
    ['an item by a nested one', '- a\n', '  - b\n', ['- a']],
    ['a heading by its end', '# a', '\n', ['# a']],
    ['a rule by its end', '---', '\n', ['─'.repeat(40)]],
    ['a line of code by its end', '```\na', '\n', ['  a']],
    ['a table by what follows', 'a|b\n-|-\n1|2\n', '\n', ['| a | b |', '|---|---|', '| 1 | 2 |']],
  ])('%s', (_name, before, after, lines) => {
    const one = stream();
    expect(one.push(before)).toEqual([]);
    expect(one.push(after)).toEqual(lines);
  });

  test('a fence that never closes ends with the text', () => {
    const one = stream();
    expect(one.push('```js\na\n\nb')).toEqual(['  ── js', '  a', '']);
    expect(one.end()).toEqual(['  b']);
  });
});

describe('the open block', () => {
  test('is shown as it stands, wrapped, its last rows', () => {
    const one = stream(10);
    one.push('done\n\n**one two** three\nfour fi');
    expect(one.open(10)).toEqual(['**one', 'two**', 'three', 'four fi']);
    expect(one.open(2)).toEqual(['three', 'four fi']);
    expect(one.open(0)).toEqual([]);
    one.end();
    expect(one.open(10)).toEqual([]);
  });
  test('keeps its rows while it grows, however many of them there are above those that can be seen', () => {
    const words = Array.from({ length: 2_000 }, (_, at) => (at % 5 === 0 ? '长句子' : `word${at % 7}`)).join(' ');
    const one = stream(30);
    let before: string[] = [];
    let moved = 0;
    for (let at = 0; at < words.length; at += 3) {
      one.push(words.slice(at, at + 3));
      const shown = one.open(4);
      // The last row grows, or another one begins.
      const stays = shown.slice(0, 3).join('\n') === before.slice(0, 3).join('\n');
      const scrolls = shown.slice(0, 2).join('\n') === before.slice(1, 3).join('\n');
      if (before.length === 4 && !stays && !scrolls) moved += 1;
      before = shown;
    }
    // Only where a line of thousands loses some of its beginning.
    expect(moved).toBeLessThanOrEqual(Math.ceil(words.length / 1_024));
    const whole = renderMarkdown(words.slice(0, 3_000), { columns: 30, style: NONE });
    const part = stream(30);
    part.push(words.slice(0, 3_000));
    expect(part.open(4)).toEqual(whole.slice(-4));
  });
  test.each([
    ['code', '```js\na\n', 'let x = 1', ['  let x = 1']],
    ['code that is wider than the screen', '```\n', 'x'.repeat(43), [`  ${'x'.repeat(38)}`, '  xxxxx']],
    ['code in an item', '- one\n\n  ```\n', '  let x', ['    let x']],
    ['code in a quote', '> ```\n', '> let x', ['│   let x']],
    ['code in an indented fence', '  ```\n', '    let x', ['    let x']],
    ['what may be the end of code', '```\na\n', '``', []],
    ['what is not the end of code', '```\na\n', '``b', ['  ``b']],
    ['what leaves the quote of its code', '> ```\n', 'text', ['text']],
    ['what comes behind code', '```\na\n```\n', 'text', ['text']],
  ])('%s is shown as its line will be', (_name, before, begun, lines) => {
    const one = stream();
    one.push(before);
    one.push(begun);
    expect(one.open(10)).toEqual(lines);
    expect(one.open(1)).toEqual(lines.slice(-1));
    expect(one.open(10)).toEqual(lines);
  });
  test('in a block of code the begun line is what it becomes, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', '- ', '> ', '1. > '),
        (parts, marker) => {
          const begin = marker.includes('>') ? marker.replace('1. ', '   ') : ' '.repeat(marker.length);
          const code = parts.map((part) => part.replaceAll(/[\s`~]/gu, '.')).filter((part) => part !== '');
          const one = stream();
          one.push(`${marker}~~~\n`);
          for (const line of code) {
            one.push(`${begin}${line}`);
            const shown = one.open(100);
            expect(one.push('\n')).toEqual(shown);
          }
        },
      ),
      RUNS,
    );
  });
  test('is never wider than the screen, and harmless', () => {
    fc.assert(
      fc.property(MARKDOWN, fc.integer({ min: 1, max: 6 }), (text, rows) => {
        const one = createMarkdownStream({ columns: 20, style: SGR });
        one.push(text);
        const shown = one.open(rows);
        expect(shown.length).toBeLessThanOrEqual(rows);
        for (const line of shown) expectHarmless(line, 20);
      }),
      RUNS,
    );
  });
});

test('1 MB in pushes of four characters: each is given to the lexer once', () => {
  const part =
    'Some **words** with `code` in\na paragraph.\n\n- an item\n  - another\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';
  const text = part.repeat(Math.ceil(1_000_000 / part.length));
  let lexed = 0;
  let lines = 0;
  const options = {
    columns: 80,
    style: NONE,
    lexed: (characters: number) => {
      lexed += characters;
    },
  };
  const one = createMarkdownStream(options);
  for (let at = 0; at < text.length; at += 4) lines += one.push(text.slice(at, at + 4)).length;
  lines += one.end().length;
  expect(lines).toBe(Math.ceil(1_000_000 / part.length) * 10 - 1);
  expect(lexed).toBeLessThanOrEqual(text.length);
  expect(lexed).toBeGreaterThan(text.length / 2);
});
