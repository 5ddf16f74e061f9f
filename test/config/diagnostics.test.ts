import cells from 'fast-string-width';
import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';
import { diagnosticLines, verdictLine } from '../../src/ui/diagnostics.ts';

/** The source line and the carets below it, without gutter. */
function excerpt(text: string, width?: number): string[] {
  const lines = diagnosticLines(validateText(text, 'f.yaml'), width === undefined ? {} : { width });
  return lines.filter((line) => / \| /.test(line)).map((line) => line.slice(line.indexOf('| ') + 2));
}

test('carets stand below the token', async () => {
  expect(excerpt('compression:\n  threshold: 40 # x\n')).toEqual(['  threshold: 40 # x', '             ^^']);
});

test('wide characters take two cells', async () => {
  expect(excerpt('model: {default: 模型🚀, api_mode: 嗨}\n')).toEqual([
    'model: {default: 模型🚀, api_mode: 嗨}',
    `${' '.repeat(35)}^^`,
  ]);
});

test('tabs are shown as two spaces', async () => {
  expect(excerpt('compression: {\tthreshold:\t40}\n').slice(-2)).toEqual([
    'compression: {  threshold:  40}',
    `${' '.repeat(28)}^^`,
  ]);
});

test('long lines are cut around the token', async () => {
  const text = `model: {default: ${'x'.repeat(200)}, api_mode: soap, name: ${'y'.repeat(200)}}\n`;
  const [line = '', carets = ''] = excerpt(text, 60);
  expect(line.length).toBeLessThanOrEqual(60);
  expect(line.slice(carets.indexOf('^'), carets.length)).toBe('soap');
});

test('place, code and remedy stand with the excerpt; the verdict counts', async () => {
  const report = validateText('compression: {threshold: 40}\nnope: 1\n', 'f.yaml');
  const lines = diagnosticLines(report);
  expect(lines[0]).toMatch(/^f\.yaml:1:26: error .*\[config\.percent\]$/);
  expect(lines.some((line) => line.includes('try: '))).toBe(true);
  expect(verdictLine(report)).toContain('1 error, 1 warning');
});

test('secrets in the line of a finding are covered', async () => {
  const lines = diagnosticLines(validateText('model: {api_key: sk-0123456789abcdef}\n', 'f'));
  expect(lines.join('\n')).not.toContain('0123456789');
});

test.each([40, 60, 80])(
  'on a screen of %i cells no line but a command is longer, and the caret stays below its token',
  (width) => {
    const text = [
      `model: {default: ${'模型🚀'.repeat(60)}, api_mode: 嗨, name: ${'y'.repeat(200)}}`,
      `compression: {${' '.repeat(150)}threshold: 40}`,
      `${'嗨'.repeat(50)}: 1`,
      '',
    ].join('\n');
    const report = validateText(text, 'a/rather/long/path/to/the/config.yaml');
    const lines = diagnosticLines(report, { width });
    expect(report.diagnostics.length).toBeGreaterThanOrEqual(3);
    const long = lines.filter((line) => cells(line) > width);
    expect(long.filter((line) => !/hermes /.test(line) && /\S \S/.test(line))).toEqual([]);
    const rows = lines.filter((line) => / \| /.test(line));
    const under = rows.flatMap((line, i) => (line.includes('^') ? [[rows[i - 1] ?? '', line] as const] : []));
    const marked = under.map(([source, carets]) => {
      const [from, to] = [carets.indexOf('^'), carets.length];
      return [...new Intl.Segmenter().segment(source)].reduce((found, { segment, index }) => {
        const at = cells(source.slice(0, index));
        return at >= from && at < to ? found + segment : found;
      }, '');
    });
    expect(marked).toEqual(expect.arrayContaining(['嗨', '40']));
  },
);

test('messages break at spaces on a screen and are one line in a pipe', () => {
  const report = validateText('agent: {compression: {threshold: 0.5}}\ncompression: {enabled: true}\n', 'f.yaml');
  const [first = ''] = diagnosticLines(report);
  const wrapped = diagnosticLines(report, { width: 40 });
  const end = wrapped.findIndex((line) => line.includes('[config.misplaced]'));
  expect(end).toBeGreaterThan(0);
  expect(wrapped.slice(1, end + 1).every((line) => /^ {2}\S/.test(line))).toBe(true);
  expect(
    wrapped
      .slice(0, end + 1)
      .map((line) => line.trim())
      .join(' '),
  ).toBe(first);
});

test('what a file holds cannot steer the terminal or hide text', () => {
  const report = validateText('"no\u001Bpe\u202E": "\u009B31m"\nmodel: {}\n', 'f.yaml');
  const shown = diagnosticLines({ ...report, text: '"no\u001Bpe\u202E": "\u009B31m"' }).join('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(shown).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
  expect(shown).toContain('no␛pe');
});

test('a note is called one; what can be mended is marked', () => {
  const report = validateText('model: {model: x}\ncompression: {threshold: 40}\n', 'f.yaml');
  const lines = diagnosticLines(report);
  expect(lines.filter((line) => /^f\.yaml:1:9: note .*\[config\.legacy\]$/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('--fix'))).toHaveLength(2);
  expect(verdictLine({ ...report, errors: 0 })).toBe('✓ f.yaml: valid, 1 note');
});

test('the verdict with --strict', () => {
  const counted = { file: 'f', errors: 0, warnings: 2, notes: 1, diagnostics: [] };
  expect(verdictLine(counted)).toBe('✓ f: valid, 2 warnings, 1 note');
  expect(verdictLine(counted, { strict: true })).toMatch(/^✗ f: 2 warnings, 1 note; /);
  expect(verdictLine({ ...counted, warnings: 0 }, { strict: true })).toBe('✓ f: valid, 1 note');
});
