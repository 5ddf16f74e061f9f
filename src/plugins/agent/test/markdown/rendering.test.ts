import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/markdown/markdown-stream.ts';
import { terminalStyle } from '../../src/markdown/style.ts';
import { MARKS, NONE, SGR } from './marks.ts';

const marked = (text: string, columns = 200): string[] => renderMarkdown(text, { columns, style: MARKS });
const plain = (text: string, columns = 40): string[] => renderMarkdown(text, { columns, style: NONE });

describe('within a line', () => {
  test.each([
    ['**bold** and *italic* and ~~gone~~', '<b>bold</b> and <i>italic</i> and <s>gone</s>'],
    ['**a *b* c**', '<b>a </b><b><i>b</i></b><b> c</b>'],
    ['`a * b` ``x ` y``', '<c>a * b</c> <c>x ` y</c>'],
    ['[text](http://a.b/c)', '<a>text</a> <d>(http://a.b/c)</d>'],
    ['[http://a.b/c](http://a.b/c) <http://d.e>', '<a>http://a.b/c</a> <a>http://d.e</a>'],
    ['mail me@example.org', 'mail <a>me@example.org</a>'],
    ['![a cat](http://a.b/cat.png)', '[image: a cat] <d>(http://a.b/cat.png)</d>'],
    ['\\*no\\* 2 * 3 * 4 snake_case_name', '*no* 2 * 3 * 4 snake_case_name'],
    ['&lt;b&gt; &amp;amp; &#169; &#x1F600; &unknown;', '<b> &amp; © 😀 &unknown;'],
    ['a <b>tag</b> stays', 'a <b>tag</b> stays'],
    ['`&amp;` stays in code', '<c>&amp;</c> stays in code'],
  ])('%s', (text, expected) => expect(marked(text)).toEqual([expected]));

  test('line breaks are kept, soft ones too', () =>
    expect(plain('Model: a  \nGPU: b\\\nRAM: c\nDisk: d')).toEqual(['Model: a', 'GPU: b', 'RAM: c', 'Disk: d']));
});

test('lines break at blanks; Chinese goes on in the row, long addresses have their own', () => {
  expect(plain('使用 llama 的上下文窗口来压缩模型的阈值', 16)).toEqual([
    '使用 llama 的上',
    '下文窗口来压缩模',
    '型的阈值',
  ]);
  expect(plain('see https://example.org/a/b for more', 12)).toEqual(['see', 'https://exam', 'ple.org/a/b', 'for more']);
  expect(plain('abcdefghijklmno p', 10)).toEqual(['abcdefghij', 'klmno p']);
  expect(plain('one  two   three', 9)).toEqual(['one  two', 'three']);
});

describe('blocks', () => {
  test('headings keep their marks, so that their level can be read', () => {
    expect(marked('# One #\n### Three *x*\nTwo\n---\n#no\n####### no')).toEqual([
      '<h># One</h>',
      '<h>### Three </h><h><i>x</i></h>',
      '<h>## Two</h>',
      '#no',
      '####### no',
    ]);
  });
  test('blank lines stand where they stood, one for many', () =>
    expect(plain('\n\na\n\n\n\nb\n# c\nd\n\n\n')).toEqual(['a', '', 'b', '# c', 'd']));
  test('lists hang, nest and keep their numbers', () => {
    expect(
      plain(
        '- one two three four\n  - five\n    * six\n1. a\n   b\n10. c\n  - under two blanks\n- [x] done or not',
        16,
      ),
    ).toEqual([
      '- one two three',
      '  four',
      '  - five',
      '    - six',
      '1. a',
      '   b',
      '10. c',
      '    - under two',
      '      blanks',
      '- [x] done or',
      '      not',
    ]);
  });
  test('what follows a blank line in an item stays in it', () =>
    expect(plain('1. a\n\n   b\n\n   ```sh\n   c\n     d\n   ```\n2. e\n\nf')).toEqual([
      '1. a',
      '',
      '   b',
      '',
      '     ── sh',
      '     c',
      '       d',
      '2. e',
      '',
      'f',
    ]));
  test('items that all have one number are counted', () =>
    expect(plain('1. a\n1. b\n   1. c\n   1. d\n\n1. e\n\nx\n\n1. f')).toEqual([
      '1. a',
      '2. b',
      '   1. c',
      '   2. d',
      '',
      '3. e',
      '',
      'x',
      '',
      '1. f',
    ]));
  test('an item without text, and numbers that are none', () =>
    expect(plain('-\n- a\n\nin\n2026. That\n\n123456. x')).toEqual([
      '-',
      '- a',
      '',
      'in',
      '2026. That',
      '',
      '123456. x',
    ]));
  test('quotes have a bar, also around lists and blank lines', () =>
    expect(plain('> a b\nlazy\n>\n> - c\n>   d\n>> e\n\nf', 12)).toEqual([
      '│ a b',
      '│ lazy',
      '│',
      '│ - c',
      '│   d',
      '│ │ e',
      '',
      'f',
    ]));
  test('code is not touched, and long lines of it are broken, not cut', () => {
    const code = '```python\nif a:\n\tb  *c*  &amp;\n\n# 0123456789012345678901234567890\n```\nend';
    expect(plain(code, 22)).toEqual([
      '  ── python',
      '  if a:',
      '      b  *c*  &amp;',
      '',
      '  # 012345678901234567',
      '  8901234567890',
      'end',
    ]);
  });
  test('fences end where they say', () =>
    expect(plain('````\n```\na\n````\n~~~ x `y`\nb\n```\n~~~\n    c\n```\nopen')).toEqual([
      '  ```',
      '  a',
      '  ── x `y`',
      '  b',
      '  ```',
      '  c',
      '  open',
    ]));
  test('code in an item may be indented less than the item', () =>
    expect(plain('- a\n  ```\n  cat <<E\nb\nE\n  ```\n- c')).toEqual(['- a', '    cat <<E', '    b', '    E', '- c']));
  test('a rule, and HTML as it stands', () =>
    expect(plain('a\n***\n<details>\n  <p>**x**</p>\n</details>\n\nb', 16)).toEqual([
      'a',
      '────────────────',
      '<details>',
      '  <p>**x**</p>',
      '</details>',
      '',
      'b',
    ]));
});

describe('tables', () => {
  const TABLE = '| Metric | Small prompt (54 tok) |\n|---|---:|\n| PP | 293 tok/s |\n| 压缩 👩‍👩‍👧 | **19** |';

  test('columns are aligned by cells of the screen', () =>
    expect(plain(TABLE)).toEqual([
      '| Metric  | Small prompt (54 tok) |',
      '|---------|-----------------------|',
      '| PP      |             293 tok/s |',
      '| 压缩 👩‍👩‍👧 |                    19 |',
    ]));
  test('the widest column shrinks first', () =>
    expect(plain(TABLE, 30)).toEqual([
      '| Metric  | Small prompt (54 |',
      '|         |             tok) |',
      '|---------|------------------|',
      '| PP      |        293 tok/s |',
      '| 压缩 👩‍👩‍👧 |               19 |',
    ]));
  test('where there is no room, each cell is a line', () =>
    expect(plain(TABLE, 16)).toEqual([
      'Metric: PP',
      'Small prompt (54',
      'tok): 293 tok/s',
      '',
      'Metric: 压缩 👩‍👩‍👧',
      'Small prompt (54',
      'tok): 19',
    ]));
  test('cells hold pipes and breaks, rows may be short or long, a line without a pipe ends it', () =>
    expect(plain('intro\na | b\n--|:-:\n`x\\|y` | 1<br>2 | lost\nz |\nend')).toEqual([
      'intro',
      '| a   | b |',
      '|-----|---|',
      '| x|y | 1 |',
      '|     | 2 |',
      '| z   |   |',
      'end',
    ]));
  test('columns stay below each other, however many cells the terminal gives an emoji that may be a letter', () =>
    expect(plain('| what | is |\n|---|---|\n| ⚠️ a | ✅ |\n| b | ❤️ |')).toEqual([
      '| what | is |',
      '|------|----|',
      '| ⚠ a  | ✅ |',
      '| b    | ❤  |',
    ]));

  test('a head that does not fit the row below is no table', () =>
    expect(plain('| a | b |\n|---|')).toEqual(['| a | b |', '|---|']));
});

test('each line closes its styles', () => {
  expect(renderMarkdown('**one two three**', { columns: 10, style: SGR })).toEqual([
    '\u001b[1mone two\u001b[22m',
    '\u001b[1mthree\u001b[22m',
  ]);
});

test('without a terminal nothing is coloured, and marks stay that change the meaning', () => {
  const style = terminalStyle(new PassThrough());
  expect(renderMarkdown('# a\n**b** `c` ~~d~~ [e](f)', { columns: 40, style })).toEqual(['# a', 'b `c` ~~d~~ e (f)']);
});
