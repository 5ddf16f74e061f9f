// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyCommand } from '../../src/approvals/classify.ts';
import { readPlain } from '../../src/approvals/shell/lexer.ts';
import harmless from './corpus/harmless.json' with { type: 'json' };
import { place } from './place.ts';

const numRuns = Number(process.env['HERMES_TEST_N'] ?? 100);
const context = place();
const CANARY = join(context.workspace, 'canary');
const TIME_MS = 600_000;

const TOKENS = [
  ...[
    'ls',
    'cat',
    'echo',
    'head',
    'sort',
    'find',
    'printf',
    'test',
    'awk',
    'sed',
    'true',
    'grep',
    'cd',
    'command',
    'README.md',
    'src',
    '.',
    '-n',
    '-v',
    '-o',
    'canary',
    '-exec',
    '+',
    "';'",
  ],
  ...[
    'touch canary',
    '$(touch canary)',
    '`touch canary`',
    '>canary',
    '> canary',
    '>>canary',
    '| tee canary',
    '; touch canary',
    '&& touch canary',
    '& touch canary',
    '\ntouch canary',
    '<(touch canary)',
    "'touch canary'",
    '"$(touch canary)"',
    'eval',
    'sh -c',
    'x=1',
    'a[$(touch canary)]',
    'BEGIN{system("touch canary")}',
    '{print>"canary"}',
    'w canary',
    '${x:=$(touch canary)}',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    ' ',
    '\n',
    '\t',
    ';',
    '|',
    '&',
    '&&',
    '||',
    '<',
    '>',
    "'",
    '"',
    '\\',
    '`',
    '$',
    '#',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '*',
    '?',
    '~',
    '!',
    '=',
    '^',
    '%',
    ',',
    '2>/dev/null',
    '2>&1',
    '<<E',
    '\nE\n',
    '<<<',
    '$HOME',
    "$'",
    '\\n',
    '\r',
    '\0',
    '\u00a0',
    '\u2028',
    'é',
    '-',
    '--',
    '/',
    '{a,b}',
    '1',
    '[[',
    ']]',
    'if',
    'then',
    'fi',
    'for',
    'do',
    'done',
    'time',
    'coproc',
  ],
];
const command = fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 14 }).map((parts) => parts.join(''));
const spaced = fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 10 }).map((parts) => parts.join(' '));
const mutated = fc
  .tuple(
    fc.constantFrom(...harmless),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...TOKENS)), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, inserts]) =>
    inserts.reduce(
      (all, [at, token]) => all.slice(0, at % (all.length + 1)) + token + all.slice(at % (all.length + 1)),
      text,
    ),
  );

test('whatever is given, there is an answer', { timeout: TIME_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(command, spaced, mutated, fc.string({ unit: 'binary', maxLength: 60 })), async (text) => {
      const found = await classifyCommand(text, context);
      expect(found.unasked || found.reasons.length > 0).toBe(true);
    }),
    { numRuns },
  );
});

/** What bash does with a command: in the workspace, without requests and without the user's environment. */
const run = (text: string): Promise<void> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: context.home };
    const options = { cwd: context.workspace, env, timeout: 3_000, killSignal: 'SIGKILL' as const, maxBuffer: 1e7 };
    execFile('bash', ['--noprofile', '--norc', '-c', text], options, () => resolve()).stdin?.end();
  });

test('what would run unasked leaves nothing behind in a real bash', { timeout: TIME_MS }, async () => {
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(command, spaced, mutated), async (text) => {
      // Only what stays on this machine is carried out here.
      if (/curl|hermes|nvidia|\bps\b|\/proc/.test(text) || !(await classifyCommand(text, context)).unasked) return;
      ran += 1;
      await run(text);
      expect(existsSync(CANARY), text).toBe(false);
    }),
    { numRuns: numRuns * 4 },
  );
  console.log(`${ran} generated commands would have run unasked and were run in bash`);
  expect(ran).toBeGreaterThan(0);
});

const DANGEROUS = [
  '; touch canary ;',
  '&& touch canary ',
  '|| touch canary ',
  '| sh ',
  '| tee canary ',
  '\ntouch canary\n',
  ' $(touch canary) ',
  ' `touch canary` ',
  ' <(touch canary) ',
  ' > canary ',
  ' >> canary ',
  ' & ',
  ' | xargs rm ',
  ' $X ',
  ' ${IFS} ',
  ' \r ',
  ' <<E\nE\n',
  ' {a,b} ',
];

test('a harmless command with something dangerous between its words is asked about', { timeout: TIME_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...harmless),
      fc.constantFrom(...DANGEROUS),
      fc.nat(),
      async (text, danger, where) => {
        const reading = readPlain(text, context);
        const words = reading.ok ? reading.commands.flatMap((one) => one.words) : [];
        const at = words[where % words.length]?.end ?? 0;
        const found = await classifyCommand(text.slice(0, at) + danger + text.slice(at), context);
        expect(found.unasked).toBe(false);
      },
    ),
    { numRuns },
  );
});
