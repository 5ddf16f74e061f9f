import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/errors/command-line.ts';

/** What a shell makes of a command line, word by word. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'\'" $`\\!*?[]~;&|<>(){}#\n'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  })
  .filter((word) => !word.includes('\0'));

test('a shell reads back the very words', () => {
  const numRuns = Math.min(200, Number(process.env['HERMES_TEST_N'] ?? 100));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (words) => {
      expect(wordsOf(commandLine(...words))).toEqual(words);
    }),
    { numRuns },
  );
});

test.each([
  [['hermes', 'server', 'start', 'my srv'], "hermes server start 'my srv'"],
  [['chmod', 'u+r', "/home/o'neil/config.yaml"], "chmod u+r '/home/o'\\''neil/config.yaml'"],
  [['hermes', 'config', 'get', 'custom_providers[0]'], "hermes config get 'custom_providers[0]'"],
  [['hermes', 'server', 'stop', '编码'], 'hermes server stop 编码'],
  [['a', ''], "a ''"],
])('%j', (words, line) => {
  expect(commandLine(...words)).toBe(line);
});
