import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';

const found = (text: string): string[] =>
  validateText(text, 'config.yaml', {}).diagnostics.map(
    ({ code, severity, line, message, suggestion }) => `${line} ${severity} ${code}: ${message} => ${suggestion ?? ''}`,
  );

test.each([
  [
    'a missing space',
    'model:\n  default:q\n  provider: nous\n',
    '2 error config.syntax',
    'space is missing behind `default:`',
  ],
  [
    'a missing space in the only key',
    'model:\n  default:q\n',
    '2 error config.syntax',
    'space is missing behind `default:`',
  ],
  ['a full-width colon', 'model:\n  default：q\n  provider: nous\n', '2 error config.syntax', 'full-width colon'],
  ['a full-width colon in the only key', 'model:\n  default： q\n', '2 error config.syntax', 'U+FF1A'],
  ['full-width spaces', 'model:\n\u3000default: q\n', '2 error config.syntax', 'full-width space (U+3000)'],
  ['a no-break space', 'model:\n  default:\u00a0q\n  provider: nous\n', '2 error config.syntax', 'no-break space'],
  ['an unseen character', 'model:\n  def\u200bault: q\n', '2 error config.syntax', 'cannot be seen (U+200B)'],
  ['curly quotes around a key', 'model:\n  “default”: q\n', '2 error config.syntax', 'curly quote'],
  ['a Markdown fence', '```yaml\nmodel:\n  default: q\n```\n', '1 error config.syntax', 'a Markdown fence stands here'],
  ['the end of a fence', 'model:\n  default: q\n```\n', '3 error config.syntax', 'a Markdown fence stands here'],
  ['a patch', 'model:\n  default: b\n-  provider: a\n+  provider: b\n', '4 error config.syntax', 'lines of a patch'],
  [
    'a colon in a value',
    'agent:\n  environment_hint: Note: a b\n',
    '2 error config.syntax',
    'a value with `: ` in it needs quotes',
  ],
  ['a comma', 'model:\n  default: "x",\n', '2 error config.syntax', 'a comma too many'],
  ['a pattern', 'agent:\n  environment_hint: *.py\n', '2 error config.syntax', 'put it in quotes'],
  ['bold text', 'agent:\n  environment_hint: **Be** brief\n', '2 error config.syntax', 'put it in quotes'],
  ['an apostrophe', "agent:\n  environment_hint: 'it's'\n", '2 error config.syntax', "write `''`"],
  ['a path of Windows', 'terminal:\n  cwd: "C:\\Users"\n', '2 error config.syntax', 'use single quotes, or write `/`'],
  [
    'an equals sign',
    'model:\n  default = q\n  provider: nous\n',
    '2 error config.syntax',
    '`=` is not YAML: write `a: b`',
  ],
  ['equals signs only', 'model = "q"\n', '1 error config.type', '`=` is not YAML: write `a: b`'],
  ['a comment of JSON', 'model:\n  // x\n  default: q\n', '2 error config.syntax', 'comments begin with `#`'],
  [
    'a comment in braces',
    '{\n  // a\n  "model": {"default": "q"}\n}\n',
    '2 error config.syntax',
    'comments begin with `#`',
  ],
  [
    'an open quote',
    'model:\n  default: "q\n  provider: nous\n',
    '2 error config.syntax',
    'opened here and never closed',
  ],
  [
    'an open bracket',
    'agent:\n  x: [a, b\ndisplay:\n  skin: x\n',
    '2 error config.syntax',
    'opened here and never closed',
  ],
  ['an open brace around closed ones', '{\n  "a": {"b": 1}\n', '1 error config.syntax', 'opened here and never closed'],
  ['too many levels', `x: ${'['.repeat(5000)}`, '1 error config.syntax', 'nested too deeply'],
  ['an alias without anchor', 'model: *nope\n', '1 error config.syntax', 'no anchor `nope`'],
  ['a mark of a merge', 'model: q\n>>>>>>> theirs\n', '2 error config.conflict-marker', 'was left over'],
  ['a tag for variables', `model: !ENV \${X}\n`, '1 error config.tag', `write \${X}`],
  ['a directive without document', '%YAML 1.1\nmodel: q\n', '2 error config.syntax', 'a `---` is missing'],
  ['a template', 'model:\n  default: {{ x }}\n', '2 error config.placeholder', 'a template engine was to fill in'],
  ['a list as a key', 'model:\n  ? [a]\n  : b\n', '2 error config.syntax', 'a list as a key'],
  [
    'a dash too far right',
    'agent:\n  disabled_toolsets:\n  - web\n   - tts\n',
    '3 warning config.format',
    'indented too far',
  ],
])('%s', (_name, text, where, words) => {
  const [first, ...others] = found(text);
  expect(first).toContain(`${where}: `);
  expect(first).toContain(words);
  expect(others.filter((line) => line.includes(' error '))).toEqual([]);
});

test('a tag of Python is only to be removed', () => {
  expect(found('agent:\n  disabled_toolsets: !!python/tuple [web]\n')).toEqual([
    expect.stringMatching(/=> remove the tag$/),
  ]);
});

test.each([
  'model: qwen3:30b\n',
  'agent:\n  environment_hint: a = b\n',
  'agent:\n  environment_hint: |\n    a: b\n    ```\n    // x = 1\n      - y\n',
  'agent:\n  environment_hint: “quoted” and a：b\n',
  'quick_commands:\n  x: {type: exec, command: "FOO=bar make"}\n',
])('ordinary text is left alone: %j', (text) => {
  expect(found(text).filter((line) => /config\.(?:syntax|format|type)/.test(line))).toEqual([]);
});

test('a directive for YAML 1.1 changes nothing', () => {
  const text = '%YAML 1.1\n---\nterminal: {cwd: .}\n';
  expect(found(text)).toEqual([]);
  expect(validateText(text, 'config.yaml', {}).text).toBe(text);
});

test('no parse puts a warning of the process out', async () => {
  const warnings: unknown[] = [];
  const note = (warning: unknown): number => warnings.push(warning);
  process.on('warning', note);
  for (const value of ['{{ x }}', '"{{ x }}"', '? [a]', '[{[a]: b}]']) found(`model:\n  default: ${value}\n`);
  await new Promise((done) => setImmediate(done));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

test('many repeated keys of one section become one finding', () => {
  const lines = found('model: q\n'.repeat(200));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toMatch(/^22 error config\.duplicate-key: 179 more keys/);
});

test('what a tag refuses is a finding, not a crash', () => {
  const text = 'custom_providers: !!omap\n  - {name: a}\n  - {name: b}\nmodel: x\n';
  expect(validateText(text, 'f').diagnostics).toMatchObject([{ code: 'config.syntax', line: 1 }]);
  const set = 'auxiliary: !!set\n  approval:\n    provider: openrouter\nmodel: {default: x}\n';
  expect(validateText(set, 'f').diagnostics).toMatchObject([{ code: 'config.syntax', line: 1 }]);
  const directive = '%YAML 1.2: x\n---\nmodel: x\n';
  expect(validateText(directive, 'f').errors).toBe(1);
});
