import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import type { ErrorReport } from '../../src/contract/index.ts';
import type { ModelResult } from '../../src/services/model-types.ts';
import { hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';

import { expectShape } from '../helpers/schema.ts';
import { type Routes, scriptedServer } from '../helpers/scripted-server.ts';

type Home = ReturnType<typeof tempHome>;

const CONFIG = `# my settings
model:
  default: deepseek-v4-flash   # cheap
  provider: deepseek

custom_providers:
  - name: 办公室 # the office box
    base_url: http://10.9.9.9:8000/v1/
    rate_limit_delay: 2   # kept
    model: old
compression: { enabled: true }
`;

const models = (...ids: string[]): Routes => ({
  'GET /v1/models': { body: { data: ids.map((id) => ({ id, max_model_len: 131_072, owned_by: 'vllm' })) } },
  'POST /v1/chat/completions': { status: 400, body: { error: { message: 'messages is missing' } } },
});

async function run(home: Home, args: string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const result = await hermes(['model', '--json', ...args], { home: home.home, ...options });
  return { ...result, model: () => shaped<ModelResult>('model', result), failure: () => failureOf(result) };
}

function shaped<T>(schema: string, result: { stdout: string; json(): unknown }): T {
  expectShape(schema, result.json());
  return result.json() as T;
}

const failureOf = (result: { stdout: string; json(): unknown }): ErrorReport =>
  shaped<{ error: ErrorReport }>('error', result).error;

const yaml = (home: Home) => parse(readFileSync(home.config, 'utf8'));

describe('hermes model --yes', () => {
  test('registers an endpoint and leaves every other byte alone', async () => {
    const server = await scriptedServer(models('m1'));
    const home = tempHome({ 'config.yaml': CONFIG });
    const result = await run(home, ['--base-url', `${server.baseUrl}/`, '--context-length', '65,536', '--yes']);
    expect(result.code, result.stderr).toBe(0);
    expect(result.model()).toMatchObject({
      changed: true,
      provider: 'custom',
      baseUrl: server.baseUrl,
      model: 'm1',
      apiMode: 'auto',
      contextLength: 65_536,
      contextDetected: 131_072,
      serverKind: 'vllm',
      modes: { chat_completions: 'exists', codex_responses: 'missing', anthropic_messages: 'missing' },
      verified: true,
      saved: { env: null, customProvider: `127.0.0.1:${server.port}` },
      warnings: [],
    });
    expect(readFileSync(home.config, 'utf8')).toBe(
      CONFIG.replace('deepseek-v4-flash', 'm1')
        .replace('provider: deepseek', `provider: custom\n  base_url: ${server.baseUrl}\n  context_length: 65536`)
        .replace(
          '    model: old\n',
          `    model: old\n  - name: 127.0.0.1:${server.port}\n    base_url: ${server.baseUrl}\n    model: m1\n    models:\n      m1:\n        context_length: 65536\n`,
        ),
    );
    const again = await run(home, ['--base-url', server.baseUrl, '--context-length', '65536', '--yes']);
    expect(again.model().changed).toBe(false);
  });

  test('a known address is updated, not renamed, and its other keys and comments stay', async () => {
    const server = await scriptedServer(models('m1', 'm2'));
    const text = CONFIG.replace('http://10.9.9.9:8000/v1/', `${server.baseUrl}/`);
    const home = tempHome({ 'config.yaml': text });
    const result = await run(home, ['--base-url', server.baseUrl, '--model', 'm2', '--name', 'another', '--yes']);
    expect(result.model().saved.customProvider).toBe('办公室');
    expect(yaml(home).custom_providers).toEqual([
      { name: '办公室', base_url: `${server.baseUrl}/`, rate_limit_delay: 2, model: 'm2' },
    ]);
    expect(readFileSync(home.config, 'utf8')).toContain('rate_limit_delay: 2   # kept\n');
  });

  test('a config that does not exist yet is made', async () => {
    const server = await scriptedServer(models('m1'));
    const home = tempHome();
    const result = await run(home, ['--base-url', server.baseUrl, '--name', '我的服务器', '--yes']);
    expect(result.code, result.stderr).toBe(0);
    expect(yaml(home).custom_providers[0].name).toBe('我的服务器');
  });

  test('a key from standard input goes to .env only', async () => {
    const server = await scriptedServer({
      ...models('m1'),
      'GET /v1/models': ({ headers }) =>
        headers.authorization === 'Bearer sk-planted-0123456789'
          ? { body: { data: [{ id: 'm1' }] } }
          : { status: 401, body: { error: { message: 'Invalid API Key' } } },
    });
    const home = tempHome({ 'config.yaml': CONFIG });
    const refused = await run(home, ['--base-url', server.baseUrl, '--yes']);
    expect(refused.failure().code).toBe('model.endpoint-unauthorized');
    const args = ['--base-url', server.baseUrl, '--api-key-stdin', '--yes'];
    const result = await run(home, args, { input: 'sk-planted-0123456789\n' });
    expect(result.code, result.stderr).toBe(0);
    const name = `HERMES_CUSTOM_127_0_0_1_${server.port}_API_KEY`;
    expect(readFileSync(home.env, 'utf8')).toBe(`${name}=sk-planted-0123456789\n`);
    expect(statSync(home.env).mode & 0o777).toBe(0o600);
    expect(yaml(home).model.api_key).toBe(`\${${name}}`);
    expect(yaml(home).custom_providers[1].key_env).toBe(name);
    expect(readFileSync(home.config, 'utf8') + result.stdout + result.stderr).not.toContain('planted');

    for (const input of ['', 'two planted\nlines', '密钥planted']) {
      const wrong = await run(home, args, { input });
      expect([wrong.code, wrong.failure().code]).toEqual([2, 'usage.invalid']);
      expect(wrong.stdout + wrong.stderr).not.toContain('planted');
    }
    const saved = await run(home, ['--provider', `custom:127.0.0.1:${server.port}`, '--yes']);
    expect(saved.model()).toMatchObject({ changed: false, verified: true });
  });

  test('--api-key-env names the variable; a key given in its place is not repeated', async () => {
    const server = await scriptedServer(models('m1'));
    const name = 'MY_KEY';
    const home = tempHome({ 'config.yaml': CONFIG, '.env': `${name}=sk-planted-abcdefgh\n` });
    const result = await run(home, ['--base-url', server.baseUrl, '--api-key-env', name, '--yes']);
    expect(result.code, result.stderr).toBe(0);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer sk-planted-abcdefgh');
    expect(yaml(home).model.api_key).toBe(`\${${name}}`);
    expect(readFileSync(home.env, 'utf8')).toBe(`${name}=sk-planted-abcdefgh\n`);

    const unset = await run(home, ['--base-url', server.baseUrl, '--api-key-env', 'OTHER', '--yes']);
    expect([unset.code, unset.failure().code]).toEqual([1, 'model.key-not-set']);
    for (const mistake of ['sk-planted-xyz', 'abcdef0123456789']) {
      const wrong = await run(home, ['--base-url', server.baseUrl, '--api-key-env', mistake, '--yes']);
      expect(wrong.code).toBeGreaterThan(0);
      expect(wrong.stdout + wrong.stderr).not.toContain(mistake);
    }
  });

  test('the number that was given is written, with a warning, when the server has less', async () => {
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [{ id: 'm1', max_model_len: 16_384 }] } },
    });
    const home = tempHome();
    const result = await run(home, ['--base-url', server.baseUrl, '--context-length', '64k', '--yes']);
    expect(result.code, result.stderr).toBe(0);
    expect(result.model()).toMatchObject({ contextLength: 64_000, contextDetected: 16_384 });
    expect(result.model().warnings).toEqual([expect.stringMatching(/64,000.*16,384/)]);
    expect(yaml(home).model.context_length).toBe(64_000);
  });

  test('without chat completions the mode that is there is written', async () => {
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [{ id: 'm1' }] } },
      'POST /v1/messages': { status: 400 },
    });
    const home = tempHome();
    const result = await run(home, ['--base-url', server.baseUrl, '--yes']);
    expect(result.model().apiMode).toBe('anthropic_messages');
    expect(yaml(home).model.api_mode).toBe('anthropic_messages');
    const auto = await run(home, ['--base-url', server.baseUrl, '--api-mode', 'auto', '--yes']);
    expect(auto.model().warnings).toHaveLength(1);
    expect(yaml(home).model).not.toHaveProperty('api_mode');
    expect(yaml(home).custom_providers[0]).not.toHaveProperty('api_mode');
  });

  test('a forgotten /v1 and a pasted route are mended', async () => {
    const server = await scriptedServer(models('m1'));
    for (const typed of [server.url, `${server.baseUrl}/chat/completions`]) {
      const home = tempHome();
      const result = await run(home, ['--base-url', typed, '--yes']);
      expect(result.model().baseUrl).toBe(server.baseUrl);
      expect(yaml(home).model.base_url).toBe(server.baseUrl);
    }
  });

  test('a superfluous /v1 is mended', async () => {
    const server = await scriptedServer({ 'GET /api/models': { body: { data: [{ id: 'm1' }] } } });
    const result = await run(tempHome(), ['--base-url', `${server.url}/api/v1`, '--yes']);
    expect(result.model().baseUrl).toBe(`${server.url}/api`);
  });
});

describe('what cannot be verified', () => {
  const HTML = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Router login</title>' };
  test.each<[string, Routes]>([
    ['model.endpoint-not-openai', { '*': HTML }],
    ['model.endpoint-not-openai', { '*': { status: 404, body: 'nothing' } }],
    ['model.endpoint-unauthorized', { '*': { status: 401, body: { error: { message: 'Invalid API Key' } } } }],
    ['model.endpoint-loading', { '*': { status: 503, body: { error: { message: 'Loading model', code: 503 } } } }],
    ['model.endpoint-error', { '*': { status: 500, body: 'boom' } }],
    ['model.endpoint-error', { '*': { status: 302, headers: { location: 'http://127.0.0.1:9/v1/models' } } }],
    ['model.endpoint-unreachable', { '*': { fault: 'close' } }],
  ])('%s: exit 1, nothing written, unless --no-verify', async (code, routes) => {
    const server = await scriptedServer(routes);
    const home = tempHome({ 'config.yaml': CONFIG });
    const result = await run(home, ['--base-url', server.baseUrl, '--yes']);
    expect([result.code, result.failure().code]).toEqual([1, code]);
    expect(result.failure().where?.url).toContain(server.url);
    expect(readFileSync(home.config, 'utf8')).toBe(CONFIG);
    expect(existsSync(home.env)).toBe(false);

    const asked = server.seen.length;
    const forced = await run(home, ['--base-url', server.baseUrl, '--model', 'm9', '--no-verify', '--yes']);
    expect(forced.model()).toMatchObject({ verified: false, model: 'm9', modes: null });
    expect(server.seen.length).toBe(asked);
  });

  test('nothing listens', async () => {
    const result = await run(tempHome(), ['--base-url', `http://127.0.0.1:${await freePort()}/v1`, '--yes']);
    expect([result.code, result.failure().code]).toEqual([1, 'model.endpoint-unreachable']);
  });

  test('a model that is not listed', async () => {
    const server = await scriptedServer(models('qwen-27b', 'llama-8b'));
    const home = tempHome({ 'config.yaml': CONFIG });
    const result = await run(home, ['--base-url', server.baseUrl, '--model', 'qwen-72b', '--yes']);
    expect([result.code, result.failure().code]).toEqual([1, 'model.not-listed']);
    expect(result.failure().try[0]).toContain('qwen-27b');
    const unnamed = await run(home, ['--base-url', server.baseUrl, '--yes']);
    expect([unnamed.code, unnamed.failure().code]).toEqual([2, 'model.not-chosen']);
    expect(readFileSync(home.config, 'utf8')).toBe(CONFIG);
  });
});

describe('providers', () => {
  test('to a custom endpoint and back to DeepSeek', async () => {
    const server = await scriptedServer(models('m1'));
    const home = tempHome({ 'config.yaml': CONFIG, '.env': 'DEEPSEEK_API_KEY=sk-planted\n' });
    const flags = ['--api-mode', 'chat_completions', '--context-length', '65536', '--api-key-stdin', '--yes'];
    await run(home, ['--base-url', server.baseUrl, ...flags], { input: 'local-key' });
    expect(Object.keys(yaml(home).model)).toEqual(
      expect.arrayContaining(['api_key', 'api_mode', 'context_length', 'base_url']),
    );
    const back = await run(home, ['--provider', 'deepseek', '--model', 'deepseek-v4-flash', '--no-verify', '--yes']);
    expect(back.model()).toMatchObject({
      provider: 'deepseek',
      saved: { customProvider: null, env: null },
      warnings: [],
    });
    expect(yaml(home).model).toEqual({
      default: 'deepseek-v4-flash',
      provider: 'deepseek',
      base_url: 'https://api.deepseek.com/v1',
    });
    expect(yaml(home).custom_providers).toHaveLength(2);
    const there = await run(home, ['--provider', `127.0.0.1:${server.port}`, '--yes']);
    expect(there.model()).toMatchObject({
      provider: 'custom',
      model: 'm1',
      contextLength: 65_536,
      apiMode: 'chat_completions',
    });
  });

  test('a cloud provider without its key cannot be verified: written only with --no-verify, which sends nothing', async () => {
    const home = tempHome();
    const args = ['--provider', 'deepseek', '--model', 'deepseek-v4-flash', '--yes'];
    const refused = await run(home, args);
    expect([refused.code, refused.failure().code]).toEqual([1, 'model.key-not-set']);
    expect(existsSync(home.config)).toBe(false);
    const result = await run(home, [...args, '--no-verify']);
    expect([result.code, result.model().verified]).toEqual([0, false]);
    expect(result.model().warnings).toEqual([expect.stringContaining('hermes config set DEEPSEEK_API_KEY -')]);
  });

  test('usage errors', async () => {
    const home = tempHome({ 'config.yaml': 'compression: {}\n' });
    const cases: [string[], string][] = [
      [[], 'usage.no-terminal'],
      [['--base-url', 'http://127.0.0.1:9/v1'], 'usage.no-terminal'],
      [['--yes'], 'usage.invalid'],
      [['--provider', 'depseek', '--yes'], 'usage.invalid'],
      [['--provider', 'custom', '--yes'], 'usage.invalid'],
      [['--provider', 'deepseek', '--base-url', 'http://h/v1', '--yes'], 'usage.invalid'],
      [['--provider', 'deepseek', '--api-key-env', 'OTHER_KEY', '--yes'], 'usage.invalid'],
      [['--base-url', '127.0.0.1:8000/v1', '--yes'], 'usage.invalid'],
      [['--base-url', 'http://me:planted@127.0.0.1:8000/v1', '--yes'], 'usage.invalid'],
      [['--base-url', 'http://127.0.0.1:9/v1', '--api-mode', 'soap', '--yes'], 'usage.invalid'],
      [
        ['--base-url', 'http://127.0.0.1:9/v1', '--model', 'm', '--no-verify', '--context-length', 'many', '--yes'],
        'usage.invalid',
      ],
    ];
    for (const [args, code] of cases) {
      const result = await run(home, args);
      expect([args, result.code, result.failure().code]).toEqual([args, 2, code]);
      expect(result.stdout + result.stderr).not.toContain('planted');
    }
    expect(readFileSync(home.config, 'utf8')).toBe('compression: {}\n');
  });

  test('a config that does not parse is reported first', async () => {
    const home = tempHome({ 'config.yaml': 'model: [\n' });
    const result = await run(home, ['--base-url', 'http://127.0.0.1:9/v1', '--yes']);
    expect([result.code, result.failure().code]).toEqual([2, 'config.syntax']);
  });
});

test('a config that cannot take the edit leaves no key behind', async () => {
  const { home, config, env } = tempHome({ 'config.yaml': 'memory: &a {x: {}}\nmodel: *a\n' });
  const before = readFileSync(config, 'utf8');
  const args = [
    'model',
    '--base-url',
    'http://127.0.0.1:9/v1',
    '--model',
    'm',
    '--api-key-stdin',
    '--no-verify',
    '--yes',
    '--json',
  ];
  const run = await hermes(args, { home, input: 'sk-must-not-stay-1234\n' });
  expect(run.json()).toMatchObject({ error: { code: 'config.edit-refused' } });
  expect(existsSync(env)).toBe(false);
  expect(readFileSync(config, 'utf8')).toBe(before);
});
