import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mendText } from '../../src/config/mend-text.ts';
import { validateText } from '../../src/config/validate.ts';

const check = (text: string) => validateText(text, 'f', {});

/** Only the merges: other remedies are left out. */
function merged(text: string) {
  const only = (content: string) => {
    const report = check(content);
    return { ...report, fixes: report.fixes.filter(({ code }) => code === 'config.duplicate-key') };
  };
  return mendText(text, only(text), only);
}

describe('merged', () => {
  test.each([
    {
      what: 'two sections',
      text: 'terminal:\n  cwd: .   # here\nagent:\n  max_turns: 5\nterminal:\n  timeout: 180\n',
      gives: 'terminal:\n  cwd: .   # here\n  timeout: 180\nagent:\n  max_turns: 5\n',
    },
    {
      what: 'two lists, the second indented differently',
      text: 'custom_providers:\n- name: a\n  base_url: http://a/v1\n\n# added by setup\ncustom_providers: # two\n    - name: b\n      base_url: http://b/v1\n',
      gives:
        'custom_providers:\n- name: a\n  base_url: http://a/v1\n# added by setup\n# two\n- name: b\n  base_url: http://b/v1\n',
    },
    {
      what: 'with CRLF, a byte order mark and comments',
      text: '\uFEFF# top\r\nterminal:\r\n    cwd: .\r\n    # last\r\nterminal:\r\n  timeout: 180 # s\r\n',
      gives: '\uFEFF# top\r\nterminal:\r\n    cwd: .\r\n    # last\r\n    timeout: 180 # s\r\n',
    },
    {
      what: 'without a last line break',
      text: 'terminal:\n  cwd: .\nterminal:\n  timeout: 1',
      gives: 'terminal:\n  cwd: .\n  timeout: 1\n',
    },
    {
      what: 'three blocks',
      text: 'x:\n  a: 1\nx:\n  b: 2\nx:\n  c: 3\n',
      gives: 'x:\n  a: 1\n  b: 2\n  c: 3\n',
    },
    {
      what: 'inside a section, with a text of several lines',
      text: 'o:\n  x:\n    a: |\n      one\n\n      two\n  x:\n        b: >-\n          three\n\n          four\n        c: "five\n          six"\n',
      gives:
        'o:\n  x:\n    a: |\n      one\n\n      two\n    b: >-\n      three\n\n      four\n    c: "five\n      six"\n',
    },
  ])('$what', ({ text, gives }) => {
    const result = merged(text);
    expect(result.text).toBe(gives);
    expect(result.notFixed).toEqual([]);
    expect(check(gives).diagnostics.map(({ code }) => code)).not.toContain('config.duplicate-key');
  });
});

test.each([
  ['two scalars', 'model: a\nmodel: b\n'],
  ['two equal scalars', 'model: a\nmodel: a\n'],
  ['a name in common', 'x:\n  a: 1\n  b: 2\nx:\n  b: 3\n'],
  ['a section and a list', 'x:\n  a: 1\nx:\n- a\n'],
  ['flow collections', 'x: {a: 1}\nx: {b: 2}\n'],
  ['an anchor', 'x: &x\n  a: 1\nx:\n  b: 2\n'],
  ['nothing in one of them', 'x:\nx:\n  b: 2\n'],
])('%s: only the suggestion', (_what, text) => {
  const report = check(text);
  const found = report.diagnostics.filter(({ code }) => code === 'config.duplicate-key');
  expect(found).toHaveLength(1);
  expect(found[0]?.fix).toBeUndefined();
  expect(found[0]?.suggestion).toBeDefined();
  expect(merged(text).text).toBe(text);
});

test('an alias that would stand before its anchor is refused, and nothing is changed', () => {
  const text = 'x:\n  a: 1\ny: &y\n  q: 1\nx:\n  b: *y\n';
  const result = merged(text);
  expect(result.text).toBe(text);
  expect(result.notFixed).toMatchObject([
    { code: 'config.duplicate-key', path: 'x', reason: expect.stringMatching(/./) },
  ]);
});

const runs = Number(process.env['HERMES_TEST_N'] ?? 100);

test('any two sections without a name in common: nothing is lost, nothing else changes', () => {
  const key = fc.stringMatching(/^[a-z]{1,6}$/);
  const value = fc.oneof(fc.integer(), fc.stringMatching(/^[a-z ]{0,9}[a-z]$/), fc.constant('|\n      a\n\n      b'));
  const block = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(block, block, fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.boolean(), (a, b, step, blank, crlf) => {
      fc.pre(Object.keys(a).every((name) => !Object.hasOwn(b, name)));
      const lines = (data: object, by: number) =>
        Object.entries(data).map(([name, item]) =>
          `${' '.repeat(by)}${name}: ${item} # ${name}`.replace(/(\|)(.*?)( # \w+)$/s, '$1$3$2'),
        );
      const middle = ['other: 1  # keep', ...(blank ? [''] : [])];
      const all = ['# top', 'section:', ...lines(a, 2), ...middle, 'section: # again', ...lines(b, step), '# end', ''];
      const text = all.join('\n').replaceAll('\n', crlf ? '\r\n' : '\n');
      const result = merged(text);
      expect(result.notFixed, text).toEqual([]);
      const wanted = parse(text, { uniqueKeys: false }) as Record<string, object>;
      const first = parse(all.slice(0, all.indexOf('other: 1  # keep')).join('\n')) as Record<string, object>;
      expect(parse(result.text)).toEqual({ ...wanted, section: { ...first['section'], ...wanted['section'] } });
      for (const line of ['# top', ...lines(a, 2), 'other: 1  # keep', '# end']) {
        expect(result.text.replaceAll('\r', ''), text).toContain(`${line}\n`);
      }
    }),
    { numRuns: runs },
  );
});
