import { expect, test } from 'vitest';
import type { ServerEntry } from '../../src/contract/index.ts';
import { changedEntry, entryOf, startOptions } from '../../src/server/changed-entry.ts';
import { planServer } from '../../src/server/plan.ts';

const running = (entry: ServerEntry) =>
  entryOf({ argv: planServer(entry).shownArgv, apiKeyEnv: entry.api_key_env ?? null });
const M = '/m/a.gguf';

test.each<[string, ServerEntry]>([
  ['little', { model: M }],
  [
    'every key',
    { model: M, host: '0.0.0.0', port: 1, ctx_size: 2, parallel: 3, api_key_env: 'K', extra_args: ['-t', '1'] },
  ],
  [
    'settings among the extra arguments',
    { model: M, extra_args: ['-c', '8192', '--port', '9', '-a', 'x', '--no-jinja'] },
  ],
  ['a model that is fetched', { extra_args: ['-hf', 'a/b', '--metrics'] }],
  ['no alias from a name with a comma', { model: '/m/a,b.gguf', extra_args: ['--jinja'] }],
])('the entry is read back from the command line: %s', (_, entry) => {
  expect(planServer(running(entry)).argv).toEqual(planServer(entry).argv);
});

test.each<[string, ServerEntry, number, string[]]>([
  ['too small', { ctx_size: 8192 }, 65_536, ['-c', '65536', '-np', '1']],
  ['divided', { ctx_size: 65_536, parallel: 4 }, 65_536, ['-c', '65536', '-np', '1']],
  ['both', { ctx_size: 8192, parallel: 4 }, 65_536, ['-c', '65536', '-np', '1']],
  ['slots that get enough each', { ctx_size: 262_144, parallel: 4 }, 65_536, ['-c', '262144', '-np', '4']],
  ['all that was trained, divided', { ctx_size: 0, parallel: 2 }, 65_536, ['-c', '0', '-np', '1']],
  ['large already', { ctx_size: 131_072 }, 65_536, ['-c', '131072', '-np', '1']],
])('a larger window: %s', (_, entry, window, expected) => {
  const { argv } = planServer(changedEntry(entry, { window }));
  expect(argv.slice(argv.indexOf('-c'), argv.indexOf('-c') + 4)).toEqual(expected);
});

test('a larger window where extra arguments say it', () => {
  const changed = (...extra_args: string[]) => changedEntry({ extra_args }, { window: 65_536 });
  expect(changed('-fa', 'on', '--ctx-size', '4096', '-t', '1')).toEqual({
    extra_args: ['-fa', 'on', '--ctx-size', '65536', '-t', '1'],
  });
  expect(changed('-np', '4')).toEqual({ extra_args: ['-np', '1'] });
  expect(changed('-np', '4', '-kvu')).toEqual({ extra_args: ['-np', '4', '-kvu'] });
});

test('flags that stand against tools go, all others stay', () => {
  const entry = { extra_args: ['-t', '1', '--no-jinja', '--chat-template', 'chatml', '--jinja', '-fa', 'on'] };
  expect(changedEntry(entry, { jinja: true }).extra_args).toEqual([
    '-t',
    '1',
    '--chat-template',
    'chatml',
    '--jinja',
    '-fa',
    'on',
  ]);
  expect(changedEntry(entry, { ownTemplate: true }).extra_args).toEqual([
    '-t',
    '1',
    '--no-jinja',
    '--jinja',
    '-fa',
    'on',
  ]);
  expect(changedEntry(entry, {})).toEqual(entry);
});

test('the words for a start: what differs from the declared entry or the defaults', () => {
  const entry = {
    model: M,
    host: '0.0.0.0',
    port: 8000,
    ctx_size: 65_536,
    api_key_env: 'K',
    extra_args: ['-t', '1', '-fa', 'on'],
  };
  expect(startOptions({}, running(entry))).toEqual([
    ...['-m', M, '--host', '0.0.0.0', '--api-key-env', 'K', '--', '-t', '1', '-fa', 'on'],
  ]);
  expect(startOptions(entry, running(entry))).toEqual([]);
  expect(
    startOptions({ model: M, host: '0.0.0.0', api_key_env: 'K', extra_args: ['-t', '1'] }, running(entry)),
  ).toEqual(['--', '-fa', 'on']);
  expect(startOptions({ model: M, port: 9000 }, running({ model: M }))).toEqual(['--port', '8000']);
});

test('a secret is neither known nor shown', () => {
  const entry = { model: M, extra_args: ['--api-key', 'sk-very-secret', '-t', '1'] };
  expect(startOptions({}, running(entry))).toEqual(['-m', M, '--', '--api-key', 'YOUR_SECRET', '-t', '1']);
  expect(startOptions(entry, running(entry))).toEqual([]);
});
