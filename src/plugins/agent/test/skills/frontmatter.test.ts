import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFrontmatter, splitSkill, textOf } from '../../src/skills/frontmatter.ts';
import { nameFault, usableName } from '../../src/skills/names.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

const description = async (yaml: string) => {
  const parsed = await parseFrontmatter(yaml);
  return parsed.ok ? textOf(parsed, 'description') : parsed.message;
};

test.each([
  ['line feeds', '---\nname: a\n---\nBody\n', 'Body\n', 4],
  ['CRLF', '---\r\nname: a\r\n---\r\nBody\r\n', 'Body\n', 4],
  ['a byte order mark', '\ufeff---\nname: a\n---\nBody', 'Body', 4],
  ['blanks behind the marks', '---  \nname: a\n--- \nBody', 'Body', 4],
  ['no body', '---\nname: a\n---', '', 3],
  ['an empty frontmatter', '---\n---\nBody', 'Body', 3],
])('%s', (_what, text, body, bodyLine) => {
  expect(splitSkill(text)).toMatchObject({ body, bodyLine });
});

test.each(['', 'Body', '# Title\n---\nname: a\n---\n', '---\nname: a\n', ' ---\nname: a\n---\n'])(
  'no frontmatter in %j',
  (text) => {
    expect(splitSkill(text)).toBeUndefined();
  },
);

test('a colon in a plain description is understood and told', async () => {
  const parsed = await parseFrontmatter('name: a\ndescription: Use when: the user says "x": y\n');
  expect(parsed).toMatchObject({ ok: true, fault: { line: 3 } });
  expect(parsed.ok && textOf(parsed, 'description')).toBe('Use when: the user says "x": y');
});

test('folded and quoted texts, numbers, dates and tags of other programs are read', async () => {
  expect(await description('description: >\n  one\n  two\nversion: 1.0\ndate: 2026-01-01\n')).toBe('one two');
  expect(await description("description: 'a: b'\nmetadata:\n  hermes:\n    tags: [x, y]\n")).toBe('a: b');
  expect(await description('description: 7')).toBe('7');
});

test.each(['1.0', '0x10', '1e3', '007', '.inf', '-0', '12345678901234567890'])(
  'the name %s is read as it is written',
  async (name) => {
    const parsed = await parseFrontmatter(`name: ${name} # a number to YAML\ndescription: x\n`);
    expect(parsed.ok && textOf(parsed, 'name')).toBe(name);
  },
);

test('what is no map of keys is refused with its line', async () => {
  for (const yaml of ['- a\n- b', 'text', 'a: [1', 'a: b\n c: d: e', '\t- x'])
    expect(await parseFrontmatter(yaml)).toMatchObject({ ok: false, line: expect.any(Number) });
});

test('attack 67: bombs of aliases, depth and size are refused, and nothing grows', async () => {
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
  ];
  const hostile = {
    aliases: bomb.join('\n'),
    brackets: `a: ${'['.repeat(20_000)}`,
    braces: `a: ${'{a: '.repeat(5_000)}`,
    dashes: `a: ${'- '.repeat(10_000)}`,
    questions: '? '.repeat(10_000),
    indents: Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    size: `a: ${'x'.repeat(1_000_000)}`,
    self: 'a: &a [*a]',
    braceExpansion: `description: ${'{a,b}'.repeat(400)}`,
  };
  for (const [name, yaml] of Object.entries(hostile)) {
    const parsed = await parseFrontmatter(yaml);
    const size = parsed.ok ? JSON.stringify(parsed.values, (_key, value) => value).length : 0;
    expect(size, name).toBeLessThan(50_000);
  }
  for (const yaml of [hostile.brackets, hostile.braces, hostile.dashes, hostile.questions])
    expect(await parseFrontmatter(yaml)).toMatchObject({ message: 'the frontmatter is nested too deeply' });
  for (const yaml of [hostile.aliases, hostile.self]) expect(await parseFrontmatter(yaml)).toMatchObject({ ok: false });
});

test('no key of a file becomes a property of all objects', async () => {
  const parsed = await parseFrontmatter('__proto__:\n  description: x\nconstructor: y\n');
  expect(parsed.ok && textOf(parsed, 'description')).toBeUndefined();
  expect(({} as Record<string, unknown>)['description']).toBeUndefined();
});

test('whatever stands in a file, it is an answer', async () => {
  const piece = fc.constantFrom(
    '---',
    '\n',
    '\r\n',
    'name: ',
    'description: ',
    '[',
    '{',
    ']',
    '&a',
    '*a',
    '- ',
    '? ',
    ': ',
    '|',
    '>',
    '"',
    "'",
    '#',
    '\t',
    '  ',
    '<<: ',
    '!!js ',
    '\u0000',
    '😀',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const text = pieces.join('');
      splitSkill(text);
      const parsed = await parseFrontmatter(text);
      expect(JSON.stringify(parsed).length).toBeLessThan(5_000);
    }),
    RUNS,
  );
});

test.each([
  ['pdf-forms', undefined],
  ['a', undefined],
  ['7zip', undefined],
  ['纸质-表格', 'warning'],
  ['Pdf', 'error'],
  ['pdf--forms', 'error'],
  ['-pdf', 'error'],
  ['pdf_forms', 'error'],
  ['pdf forms', 'error'],
  ['x'.repeat(65), 'error'],
])('the name %s', (name, severity) => {
  expect(nameFault(name)?.[0]).toBe(severity);
});

test('names that could be something else are not used', () => {
  for (const name of ['', '..', '.hidden', 'a/b', 'a b', 'a\u202eb', 'a\u200bb', 'a\nb', '\u001b[31m', 'x'.repeat(65)])
    expect(usableName(name), JSON.stringify(name)).toBeUndefined();
  for (const name of ['pdf', 'Pdf_2.0', '表格', 'é']) expect(usableName(name)).toBe(name);
});
