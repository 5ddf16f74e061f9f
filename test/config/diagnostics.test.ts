import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';
import { diagnosticLines, verdictLine } from '../../src/ui/diagnostics.ts';

/** The source line and the carets below it, without gutter. */
function excerpt(text: string, width?: number): string[] {
  const lines = diagnosticLines(validateText(text, 'f.yaml'), width);
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
  expect(excerpt('compression: {\tthreshold:\t40}\n')).toEqual([
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
  expect(lines[0]).toMatch(/^f\.yaml:1:26: error .*\[config\.range\]$/);
  expect(lines.some((line) => line.includes('try: '))).toBe(true);
  expect(verdictLine(report)).toContain('1 error, 1 warning');
});

test('secrets in the line of a finding are covered', async () => {
  const lines = diagnosticLines(validateText('model: {api_key: sk-0123456789abcdef}\n', 'f'));
  expect(lines.join('\n')).not.toContain('0123456789');
});
