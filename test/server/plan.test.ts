import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configFrom } from '../../src/config/index.ts';
import type { ServerEntry } from '../../src/contract/index.ts';
import { maskSecrets } from '../../src/errors/secrets.ts';
import { settingsIn } from '../../src/server/flags.ts';
import { planServer } from '../../src/server/plan.ts';
import { differences } from '../../src/server/readback.ts';

const MODEL = '/models/模型 🙂.gguf';
const DEFAULTS = ['--host', '127.0.0.1', '--port', '8000', '-c', '65536', '-np', '1', '--jinja', '--metrics'];
const FILE = ['-m', MODEL, '--alias', '模型 🙂.gguf'];

test('an entry of config.yaml makes a command line, whatever the file holds', () => {
  const keys = ['model', 'host', 'port', 'ctx_size', 'parallel', 'api_key_env', 'extra_args'];
  const planOf = (entry: unknown) => {
    const { servers } = configFrom('config.yaml', JSON.stringify({ servers: { x: entry } }), {}).value;
    return planServer(servers['x'] ?? {});
  };
  const entry = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
  fc.assert(
    fc.property(fc.oneof(entry, fc.jsonValue()), (odd) => {
      expect(planOf(odd).argv.every((arg) => typeof arg === 'string')).toBe(true);
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
  const odd = { model: [5], host: {}, port: 'x', ctx_size: true, parallel: null, extra_args: '-t 1' };
  expect(planOf(odd).argv).toEqual(DEFAULTS);
  expect(planOf({ extra_args: ['-ngl', 99, null] }).argv.slice(-2)).toEqual(['-ngl', '99']);
});

describe('command line', () => {
  const cases: [title: string, entry: ServerEntry, argv: string[], url: string][] = [
    ['defaults', { model: MODEL }, [...FILE, ...DEFAULTS], 'http://127.0.0.1:8000'],
    [
      'every key',
      { model: MODEL, host: '::1', port: 9000, ctx_size: 0, parallel: 2, extra_args: ['-ngl', '99'] },
      [...FILE, '--host', '::1', '--port', '9000', '-c', '0', '-np', '2', '--jinja', '--metrics', '-ngl', '99'],
      'http://[::1]:9000',
    ],
    [
      'extra arguments replace ours',
      { model: MODEL, port: 9000, extra_args: ['--port', '9001', '-c', '4096', '--parallel', '3', '--no-jinja'] },
      [...FILE, '--host', '127.0.0.1', '--metrics', '--port', '9001', '-c', '4096', '--parallel', '3', '--no-jinja'],
      'http://127.0.0.1:9001',
    ],
    [
      'underscores are dashes',
      { model: MODEL, extra_args: ['--ctx_size', '4096'] },
      [...FILE, ...DEFAULTS.filter((arg) => arg !== '-c' && arg !== '65536'), '--ctx_size', '4096'],
      'http://127.0.0.1:8000',
    ],
    [
      'an own alias',
      { model: MODEL, extra_args: ['-a', 'mine'] },
      ['-m', MODEL, ...DEFAULTS, '-a', 'mine'],
      'http://127.0.0.1:8000',
    ],
    [
      'no alias from a name with a comma',
      { model: '/m/a,b.gguf' },
      ['-m', '/m/a,b.gguf', ...DEFAULTS],
      'http://127.0.0.1:8000',
    ],
    [
      'a model that llama-server fetches',
      { model: MODEL, extra_args: ['-hf', 'someone/model'] },
      [...DEFAULTS, '-hf', 'someone/model'],
      'http://127.0.0.1:8000',
    ],
    ['all interfaces are reached through loopback', { host: '0.0.0.0' }, [], 'http://127.0.0.1:8000'],
    ['all IPv6 interfaces too', { host: '::' }, [], 'http://[::1]:8000'],
    ['the first of several hosts', { host: '192.168.1.5,127.0.0.1' }, [], 'http://192.168.1.5:8000'],
    ['TLS', { extra_args: ['--ssl-key-file', 'k', '--ssl-cert-file', 'c'] }, [], 'https://127.0.0.1:8000'],
    ['a path prefix', { extra_args: ['--api-prefix', '/llm/'] }, [], 'http://127.0.0.1:8000/llm'],
  ];
  test.each(cases)('%s', (_, entry, argv, url) => {
    const plan = planServer(entry);
    if (argv.length > 0) expect(plan.argv).toEqual(argv);
    expect(plan.url).toBe(url);
  });

  test('a key goes into the environment and nowhere else', () => {
    const plan = planServer({ model: MODEL }, { apiKey: 'sk-very-secret' });
    expect(plan.env).toEqual({ LLAMA_API_KEY: 'sk-very-secret' });
    expect(JSON.stringify([plan.argv, plan.shownArgv, plan.warnings])).not.toContain('sk-very-secret');
  });

  test('a key given as a flag is used, masked where shown, and warned about', () => {
    const plan = planServer({ model: MODEL, extra_args: ['--api-key', 'sk-very-secret'] });
    expect(plan.apiKey).toBe('sk-very-secret');
    expect(JSON.stringify([plan.shownArgv, plan.warnings])).not.toContain('sk-very-secret');
    expect(plan.warnings).toHaveLength(1);
    expect(maskSecrets(['--hf_token', 'x', '-c', '1'])).toEqual(['--hf_token', '***', '-c', '1']);
  });

  test.each([
    ['loopback', { host: '127.0.0.1' }, {}, 0],
    ['localhost', { host: 'localhost' }, {}, 0],
    ['all interfaces', { host: '0.0.0.0' }, {}, 1],
    ['all interfaces with a key', { host: '0.0.0.0' }, { apiKey: 'k' }, 0],
    ['one of several', { host: '127.0.0.1,::' }, {}, 1],
    ['by an extra argument', { extra_args: ['--host', '0.0.0.0'] }, {}, 1],
    ['without jinja', { extra_args: ['--no-jinja'] }, {}, 1],
    ['with a port among the extra arguments', { port: 9000, extra_args: ['--port', '9001'] }, {}, 1],
  ] as const)('warnings: %s', (_, entry, key, count) => {
    expect(planServer({ ...entry, model: MODEL } as ServerEntry, key).warnings).toHaveLength(count);
  });

  test('of a repeated flag the last one counts', () => {
    expect(settingsIn(['-c', '1', '--ctx-size', '2', '--metrics']).get('context')).toEqual({
      flag: '--ctx-size',
      value: '2',
    });
  });
});

/** The recorded table of llama.cpp's answers (`-c`, `-np`) and what has to be said about each. */
describe('differences between asked and given', () => {
  const got = (contextPerSlot: number, slots: number, templateTools: boolean | null = true) => ({
    build: 'b1',
    model: 'm',
    contextPerSlot,
    slots,
    templateTools,
  });
  test.each([
    ['as asked', { ctx_size: 65536 }, got(65536, 1), []],
    ['divided', { ctx_size: 65536, parallel: 4 }, got(16384, 4), [/divided among 4 .* 262144/, /16,384 .*64,000/]],
    ['divided and rounded', { ctx_size: 65536, parallel: 3 }, got(22016, 3), [/gets 22,016/, /22,016 .*64,000/]],
    ['shared', { ctx_size: 65536, extra_args: ['-np', '4', '-kvu'] }, got(65536, 4), []],
    ['capped', { ctx_size: 300_000, parallel: 2 }, got(131072, 2), [/150,000 .* 131,072.* trained/]],
    ['capped with one slot', { ctx_size: 300_000 }, got(131072, 1), [/300,000 .* 131,072.* trained/]],
    ['whole training window', { ctx_size: 0 }, got(131072, 1), []],
    ['llama-server chooses the slots', { extra_args: ['-np', '-1'] }, got(65536, 4), []],
    ['other slots', { ctx_size: 65536 }, got(65536, 2), [/1 slot was asked for, it has 2/]],
    ['a template without tools', { ctx_size: 65536 }, got(65536, 1, false), [/chat template/]],
    ['a template that is not described', { ctx_size: 65536 }, got(65536, 1, null), []],
    ['nothing read back', { ctx_size: 8192 }, undefined, [/props/, /8,192 .*64,000/]],
  ] as const)('%s', (_, entry, readback, expected) => {
    const said = differences(planServer({ ...entry } as ServerEntry), readback, 131072);
    expect(said).toHaveLength(expected.length);
    for (const [i, pattern] of expected.entries()) expect(said[i]).toMatch(pattern);
  });
});
