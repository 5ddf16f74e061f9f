import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findEdit } from '../../src/tools/edit/find-edit.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

const word = fc.constantFrom('a', 'if', 'x = 1', '“q”', 'don’t', '–', '漢字', '{', '}', '', '  y', 'é');
const line = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t', '\t\t'),
    fc.array(word, { maxLength: 3 }),
    fc.constantFrom('', ' ', '\t'),
  )
  .map(([indent, words, end]) => indent + words.join(' ') + end);
const text = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, eol]) => lines.join(eol));

function apply(whole: string, found: ReturnType<typeof findEdit>): string | undefined {
  if (!found.ok) return undefined;
  let [after, from] = ['', 0];
  for (const { start, end, by } of found.edits) {
    after += whole.slice(from, start) + by;
    from = end;
  }
  return after + whole.slice(from);
}

test('a part that stands there once is replaced there, and nothing else', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (whole, a, b) => {
      const [start, length] = [a % whole.length || 0, 1 + (b % 30)];
      const old = whole.slice(start, start + length);
      fc.pre(old !== '' && whole.indexOf(old) === whole.lastIndexOf(old));
      expect(apply(whole, findEdit(whole, old, 'NEW', false))).toBe(whole.replace(old, () => 'NEW'));
    }),
    RUNS,
  );
});

test('a tolerant match is one of the same words, and everything around it stays as it was', () => {
  const bare = (part: string) =>
    part.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/–/g, '-').replace(/\s+/g, '');
  /** As a model that reads badly would write lines of the file. */
  const misread = (part: string, dedent: boolean) =>
    part
      .replaceAll('\r\n', '\n')
      .replace(/[“”]/g, '"')
      .replace(/–/g, '-')
      .replace(/[ \t]+$/gm, '')
      .replace(dedent ? /^(?: {2}|\t)/gm : /^\b$/g, '');
  let matches = 0;
  fc.assert(
    fc.property(text, fc.nat(11), fc.nat(4), fc.boolean(), (whole, from, count, dedent) => {
      const lines = whole.split('\n');
      const first = from % lines.length;
      const old = misread(lines.slice(first, first + count + 1).join('\n'), dedent);
      const found = findEdit(whole, old, 'NEW', false);
      if (!found.ok) return;
      const [edit] = found.edits;
      matches += found.tolerant ? 1 : 0;
      expect(bare(whole.slice(edit?.start, edit?.end))).toBe(bare(old));
    }),
    RUNS,
  );
  expect(matches).toBeGreaterThan(0);
});

test('whole lines indented otherwise are found, and their new text is indented like the file', () => {
  const block = fc.array(fc.tuple(fc.nat(3), fc.constantFrom('a()', 'b', 'c {', '}')), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(block, fc.nat(3), fc.nat(3), (lines, there, asked) => {
      const indented = (by: number, mark: string) =>
        lines.map(([depth, code]) => `${'  '.repeat(depth + by)}${code}${mark}\n`).join('');
      const whole = `start\n${indented(there, '')}end\n`;
      const after = apply(whole, findEdit(whole, indented(asked, ''), indented(asked, '!'), false));
      expect(after).toBe(`start\n${indented(there, '!')}end\n`);
    }),
    RUNS,
  );
});

test('the lines of a part that stands there several times are told', () => {
  fc.assert(
    fc.property(text, fc.nat(), (whole, a) => {
      const old = whole.charAt(a % (whole.length || 1));
      const at =
        [...whole].length === whole.length && old !== '' ? [...whole].flatMap((c, i) => (c === old ? [i] : [])) : [];
      fc.pre(at.length > 1);
      const lines = at.map((i) => whole.slice(0, i).split('\n').length);
      expect(findEdit(whole, old, 'NEW', false)).toEqual({ ok: false, why: 'ambiguous', lines });
    }),
    RUNS,
  );
});

test('a part that stands in a large file hundreds of thousands of times is answered at once', () => {
  const found = findEdit('some value = e;\n'.repeat(200_000), 'e', 'x', false);
  expect(found).toMatchObject({ ok: false, why: 'ambiguous' });
  expect(!found.ok && found.why === 'ambiguous' && [found.lines.length, found.lines.at(-1)]).toEqual([
    600_000, 200_000,
  ]);
});
