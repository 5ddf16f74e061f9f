import { spawnSync } from 'node:child_process';
import type { Host } from '@hermes-ops/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import { keyAndValue, splitWords } from '../../src/chat/commands/split-words.ts';
import { openTalk } from '../helpers/talk.ts';

// A shell is started for each.
const RUNS = Math.min(2_000, Number(process.env['HERMES_TEST_N'] ?? 100));

const host = {
  errors: { user: (code: string, message: string) => Object.assign(new Error(message), { code }) },
} as unknown as Pick<Host, 'errors'>;

test.each<[string, string[]]>([
  ['', []],
  ['  --a   b\t c\n', ['--a', 'b', 'c']],
  ['--file "two words" x', ['--file', 'two words', 'x']],
  ["--file='two words'", ['--file=two words']],
  [String.raw`two\ words \"x\" a\\b`, ['two words', '"x"', String.raw`a\b`]],
  [String.raw`"a \"b\" \$c \d" 'e\f'`, [String.raw`a "b" $c \d`, String.raw`e\f`]],
  [`"" '' x""y`, ['', '', 'xy']],
  ['$HOME ~ *.ts `date` #x', ['$HOME', '~', '*.ts', '`date`', '#x']],
  ['a\\\nb', ['ab']],
  ['模型 "两 个"', ['模型', '两 个']],
  ['x\\', ['x\\']],
])('%j', (line, words) => {
  expect(splitWords(host, line)).toEqual(words);
});

test('the words are those of sh, wherever it takes the line', () => {
  const piece = fc.constantFrom('a', 'b-c', ' ', '  ', '\t', '"', "'", '\\', 'é', '=', '--x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      // A backslash at the end would keep what the script puts behind it.
      const line = pieces.join('').replace(/\\+$/, '');
      const sh = spawnSync('sh', ['-c', `for word in ${line}\ndo printf '%s\\0' "$word"; done`], { encoding: 'utf8' });
      if (sh.status === 0) expect(splitWords(host, line)).toEqual(sh.stdout.split('\0').slice(0, -1));
      else expect(() => splitWords(host, line)).toThrow('not closed');
    }),
    { numRuns: RUNS },
  );
});

test('a key in quotes may hold blanks, and the value stays as it is', () => {
  expect(keyAndValue(host, '"servers.my server.port" 80')).toEqual(['servers.my server.port', '80']);
  expect(keyAndValue(host, 'model.default don\'t "quote"')).toEqual(['model.default', 'don\'t "quote"']);
  expect(keyAndValue(host, "'a b'")).toEqual(['a b', undefined]);
  expect(() => keyAndValue(host, '"a b')).toThrow('not closed');
});

test('in a chat: flags keep their blanks, and a quote that is open is said before anything runs', async () => {
  const { talk, shown } = await openTalk(GREETER);
  let lent = 0;
  talk.surface.lend = async (work) => {
    lent += 1;
    await work();
  };
  await talk.take('/doctor --only "endpoint.models');
  expect(shown.lines).toContain('┊ a quote is not closed: "endpoint.models [agent.quote-open]');
  expect(shown.lines.join('\n')).toContain('try: Write the second " where the text ends.');
  expect(lent).toBe(0);
  const argv: string[][] = [];
  talk.host.run = async (_id, words) => void argv.push(words);
  await talk.take('/doctor --home "a folder" --only \'endpoint.models\'');
  expect(argv).toEqual([['--home', 'a folder', '--only', 'endpoint.models']]);
});
