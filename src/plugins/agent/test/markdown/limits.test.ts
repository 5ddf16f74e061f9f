import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarkdownStream, renderMarkdown } from '../../src/markdown/markdown-stream.ts';
import { expectHarmless, MARKDOWN, NONE, SGR } from './marks.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

test('no line is wider than the screen, and a terminal obeys nothing in it but colours', () => {
  fc.assert(
    fc.property(MARKDOWN, fc.integer({ min: 10, max: 200 }), (text, columns) => {
      for (const line of renderMarkdown(text, { columns, style: SGR })) expectHarmless(line, columns);
    }),
    RUNS,
  );
});

test('words are neither lost nor doubled', () => {
  const WORDS = fc.array(fc.stringMatching(/^[a-z压]{1,12}$/), { minLength: 1, maxLength: 30 });
  const FORM = fc.constantFrom<(words: string[]) => string>(
    (words) => words.join(' '),
    (words) => words.map((word) => `- ${word}`).join('\n'),
    (words) => words.map((word, at) => `${'  '.repeat(at)}- ${word}`).join('\n'),
    (words) => words.map((word, at) => `${'>'.repeat(at + 1)} ${word}`).join('\n'),
    (words) => `\`\`\`\n${words.join('\n')}`,
    (words) => `| ${words.map(() => 'h').join(' | ')} |\n|${'-|'.repeat(words.length)}\n| ${words.join(' | ')} |`,
  );
  fc.assert(
    fc.property(WORDS, FORM, fc.integer({ min: 10, max: 120 }), (words, form, columns) => {
      const letters = renderMarkdown(form(words), { columns, style: NONE })
        .join('')
        .replace(/[^a-z压]/g, '');
      expect(Array.from(letters.replaceAll('h', '')).sort()).toEqual(
        Array.from(words.join('').replaceAll('h', '')).sort(),
      );
    }),
    RUNS,
  );
});

describe('attack 50: what a model hides behind Markdown', () => {
  test.each([
    ['an escape sequence as entities', '&#27;[31mred&#x1b;]0;title&#7;', 'red'],
    ['a turned direction as an entity', 'a&#x202e;b', 'a\\u{202e}b'],
    ['one in an address', '[a](http://b/&#27;[2J)', 'a (http://b/)'],
    ['a link of OSC 8', '\u001b]8;;http://evil\u0007good\u001b]8;;\u0007', 'good'],
    ['a carriage return as an entity', 'a&#13;b', 'a b'],
  ])('%s', (_name, text, expected) => expect(renderMarkdown(text, { columns: 80, style: NONE })).toEqual([expected]));
});

describe('what is too much is shown as it stands', () => {
  test.each([
    ['quotes', '>'.repeat(100_000)],
    ['quotes of quotes', '> '.repeat(50_000)],
    ['nested items in a line', '- '.repeat(50_000)],
    ['stars', '*'.repeat(100_000)],
    ['stars and letters', 'a*'.repeat(50_000)],
    ['brackets', '['.repeat(100_000)],
    ['links', '[a]('.repeat(25_000)],
    ['code marks', '`'.repeat(100_000)],
    ['comments', '<!--'.repeat(25_000)],
    ['addresses', 'a@b.'.repeat(25_000)],
    ['tabs', '\t'.repeat(50_000)],
    ['blanks', ' '.repeat(100_000)],
    ['a heading of blanks', `# ${' #'.repeat(50_000)}`],
    ['marks on one letter', `a${'\u0301'.repeat(50_000)}`],
    ['one cluster of many letters', `${'क्'.repeat(300)}क\n\n\`\`\`\n${'क्'.repeat(300)}क`],
    ['joined emoji', '👩\u200d'.repeat(30_000)],
    ['pipes', `${'|'.repeat(60_000)}\n${'|-'.repeat(30_000)}\n${'|'.repeat(60_000)}`],
    ['a huge table', `| a | b |\n|---|---|\n${'| one | **two** |\n'.repeat(20_000)}`],
    ['many columns', `|${'a|'.repeat(5_000)}\n|${'-|'.repeat(5_000)}\n|${'b|'.repeat(5_000)}`],
    ['one word', 'x'.repeat(300_000)],
  ])('%s', (_name, text) => {
    for (const line of renderMarkdown(text, { columns: 40, style: SGR }).slice(0, 2_000)) expectHarmless(line, 40);
  });

  test('50,000 levels of a list', () => {
    const one = createMarkdownStream({ columns: 40, style: SGR });
    let shown = 0;
    // As deep as a line can be; more blanks than that make no deeper level.
    for (let level = 0; level < 50_000; level++) {
      shown += one.push(`${' '.repeat(2 * Math.min(level, 100))}- x\n`).length;
    }
    expect(shown + one.end().length).toBeGreaterThanOrEqual(50_000);
  });

  test('a block that grows is not kept, and nothing of it is lost', () => {
    const one = createMarkdownStream({ columns: 40, style: NONE });
    const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at} of *one* paragraph`);
    const early = one.push(lines.join('\n'));
    expect(early.length).toBeGreaterThan(19_000);
    expect([...early, ...one.end()]).toEqual(lines);
  });
});
