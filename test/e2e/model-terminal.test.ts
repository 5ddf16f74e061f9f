import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { type Routes, scriptedServer } from '../helpers/scripted-server.ts';
import { type CliTerminal, openTerminal } from '../helpers/terminal.ts';

type Home = ReturnType<typeof tempHome>;
type Step = [prompt: string, keys: string];

const CONFIG = '# mine\nmodel:\n  default: old # note\n  provider: deepseek\n';
const ENV = 'DEEPSEEK_API_KEY=sk-other\n';

const listing = (...ids: string[]): Routes => ({ 'GET /v1/models': { body: { data: ids.map((id) => ({ id })) } } });

/** Answers prompts in order, each with Enter. */
async function answer(terminal: CliTerminal, steps: Step[]): Promise<void> {
  for (const [prompt, keys] of steps) {
    await terminal.waitFor(prompt);
    terminal.type(`${keys}\r`);
  }
}

const open = (home: Home, args: string[] = [], env: Record<string, string> = {}) =>
  openTerminal(['model', ...args], { home: home.home, env });

const yaml = (home: Home) => parse(readFileSync(home.config, 'utf8'));

const REST: Step[] = [
  ['Choice [1-4', ''],
  ['Use this model?', ''],
  ['Context length', ''],
  ['Display name', ''],
];

describe('cancelling', () => {
  const PROMPTS: Step[] = [
    ['Enter to keep current]', 'custom'],
    ['API base URL', 'URL'],
    ['API key [optional]:', 'sk-planted'],
    ['Choice [1-4', '2'],
    ['Use this model? [Y/n]:', 'n'],
    ['Model name:', 'mine'],
    ['Use it anyway? [y/N]:', 'y'],
    ['Context length', '65536'],
    ['Use the detected 8192 instead? [Y/n]:', 'n'],
    ['Display name', 'x'],
  ];

  test.each(PROMPTS.map(([prompt], i) => [prompt, i] as const))('at "%s" writes nothing', async (prompt, last) => {
    const server = await scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'm1', max_model_len: 8192 }] } } });
    for (const key of ['\x03', '\x04']) {
      const home = tempHome({ 'config.yaml': CONFIG, '.env': ENV });
      const terminal = open(home);
      await answer(
        terminal,
        PROMPTS.slice(0, last).map(([p, keys]) => [p, keys === 'URL' ? server.baseUrl : keys]),
      );
      await terminal.waitFor(prompt);
      terminal.type(key);
      expect(await terminal.exit()).toBe(130);
      expect(terminal.screen().at(-1)).toBe('Cancelled, nothing was written.');
      expect([readFileSync(home.config, 'utf8'), readFileSync(home.env, 'utf8')]).toEqual([CONFIG, ENV]);
    }
  });

  test('Ctrl-C while the endpoint is being asked', async () => {
    const server = await scriptedServer({ '*': { fault: 'silent' } });
    for (const args of [[], ['--base-url', server.baseUrl, '--yes']]) {
      const home = tempHome({ 'config.yaml': CONFIG });
      const terminal = open(home, args);
      if (args.length === 0) {
        await answer(terminal, [
          ['keep current]', 'custom'],
          ['API base URL', server.baseUrl],
          ['API key', ''],
        ]);
      }
      const asked = server.seen.length;
      while (server.seen.length === asked) await new Promise((resolve) => setTimeout(resolve, 20));
      terminal.type('\x03');
      expect(await terminal.exit()).toBe(130);
      expect(terminal.screen().at(-1)).toMatch(/Cancelled, nothing was written\.$/);
      expect(readFileSync(home.config, 'utf8')).toBe(CONFIG);
    }
  });
});

describe('the endpoint', () => {
  test('a key is asked for, not shown, and kept in .env', async () => {
    const server = await scriptedServer({
      'GET /v1/models': ({ headers }) =>
        headers.authorization === 'Bearer sk-planted-secret'
          ? { body: { data: [{ id: 'm1' }] } }
          : { status: 401, body: { error: { message: 'Invalid API Key' } } },
    });
    const home = tempHome({ 'config.yaml': CONFIG, '.env': ENV });
    const terminal = open(home);
    await answer(terminal, [
      ['keep current]', 'custom'],
      ['API base URL', server.baseUrl],
      ['API key [optional]:', ''],
      ['Choice [1-3', '1'],
      [`API base URL [${server.baseUrl}]:`, ''],
      ['API key [optional]:', 'sk-planted-wrong'],
      ['Choice [1-3', ''],
      ['API base URL', ''],
      ['API key [Enter keeps sk-…rong, - for none]:', 'sk-planted-secretX\x7f'],
      ...REST,
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.raw()).not.toContain('planted');
    expect(readFileSync(home.env, 'utf8')).toBe(
      `${ENV}HERMES_CUSTOM_127_0_0_1_${server.port}_API_KEY=sk-planted-secret\n`,
    );
    expect(readFileSync(home.config, 'utf8')).not.toContain('planted');
  });

  test('a wrong URL is asked for again, a web page is refused, a forgotten /v1 is mended', async () => {
    const server = await scriptedServer({
      ...listing('m1'),
      'GET /ui/models': { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Login</title>' },
    });
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home);
    await answer(terminal, [
      ['keep current]', 'custom'],
      ['API base URL', '127.0.0.1:8000/v1'],
      ['API base URL', `http://127.0.0.1:${await freePort()}/v1`],
      ['API key', ''],
      ['model.endpoint-unreachable', '9'],
      ['Choice [1-3', '1'],
      ['API base URL', `${server.url}/ui`],
      ['API key', ''],
      ['model.endpoint-not-openai', '1'],
      ['API base URL', server.url],
      ['API key', ''],
      ...REST,
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(yaml(home).model.base_url).toBe(server.baseUrl);
    expect(terminal.screen().join('\n')).toContain('must start with http:// or https://');
  });

  test('can be kept although it does not answer', async () => {
    const home = tempHome({ 'config.yaml': CONFIG });
    const url = `http://127.0.0.1:${await freePort()}/v1`;
    const terminal = open(home);
    await answer(terminal, [
      ['keep current]', 'custom'],
      ['API base URL', url],
      ['API key', ''],
      ['Choice [1-3', '2'],
      ['Choice [1-4', 'responses'],
      ['Model name:', 'later'],
      ['Context length', '64k'],
      ['Display name', '书房的服务器'],
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(yaml(home).custom_providers).toEqual([
      {
        name: '书房的服务器',
        base_url: url,
        model: 'later',
        api_mode: 'codex_responses',
        models: { later: { context_length: 64_000 } },
      },
    ]);
    expect(terminal.screen().at(-1)).toContain('"书房的服务器"');
  });

  test('given up: its error, exit 1, nothing written', async () => {
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, ['--base-url', `http://127.0.0.1:${await freePort()}/v1`]);
    await answer(terminal, [
      ['API key', ''],
      ['Choice [1-3', '3'],
    ]);
    expect(await terminal.exit()).toBe(1);
    expect(readFileSync(home.config, 'utf8')).toBe(CONFIG);
  });

  test('one of many models is found by a part of its name', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `vendor/model-${i}`);
    const server = await scriptedServer(listing(...ids));
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, [
      '--base-url',
      server.baseUrl,
      '--api-mode',
      'auto',
      '--name',
      'n',
      '--context-length',
      '65536',
    ]);
    await answer(terminal, [
      ['API key', ''],
      ['280 more', 'MODEL-29'],
      ['Matching models (11 of 300)', '3'],
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(yaml(home).model.default).toBe('vendor/model-291');
  });

  test('a dumb terminal gets the same lines', async () => {
    const server = await scriptedServer(listing('m1'));
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, ['--base-url', server.baseUrl], { TERM: 'dumb' });
    await answer(terminal, [['API key', ''], ...REST]);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(
      expect.arrayContaining(['Use this model? [Y/n]:', `Display name [127.0.0.1:${server.port}]:`]),
    );
  });
});

describe('saved endpoints', () => {
  const saved = (baseUrl: string) =>
    `${CONFIG}custom_providers:\n  - name: 办公室 # the box\n    base_url: ${baseUrl}\n    model: m2\n    models: { m2: { context_length: 70000 } }\n`;

  test('are chosen from the menu with their model preselected', async () => {
    const server = await scriptedServer(listing('m1', 'm2'));
    const home = tempHome({ 'config.yaml': saved(server.baseUrl) });
    const terminal = open(home);
    await terminal.waitFor(`9. 办公室 (${server.baseUrl})`);
    await answer(terminal, [
      ['keep current]', '9'],
      ['Enter for m2]', ''],
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(readFileSync(home.config, 'utf8')).toBe(
      saved(server.baseUrl)
        .replace('default: old', 'default: m2')
        .replace('provider: deepseek', `provider: custom\n  base_url: ${server.baseUrl}\n  context_length: 70000`),
    );
  });

  test('are removed after a question', async () => {
    const home = tempHome({ 'config.yaml': saved('http://10.9.9.9:8000/v1') });
    const kept = open(home);
    await answer(kept, [
      ['keep current]', 'remove'],
      ['Choice [1-1', '1'],
      ['Remove "办公室"? [y/N]:', ''],
    ]);
    expect(await kept.exit()).toBe(0);
    expect(yaml(home).custom_providers).toHaveLength(1);
    const removed = open(home);
    await answer(removed, [
      ['keep current]', 'remove'],
      ['Choice [1-1', '1'],
      ['Remove "办公室"? [y/N]:', 'y'],
    ]);
    expect(await removed.exit()).toBe(0);
    expect(yaml(home).custom_providers ?? []).toEqual([]);
    expect(readFileSync(home.config, 'utf8')).toContain(CONFIG);
  });

  test('a config that does not parse is reported before any question', async () => {
    const home = tempHome({ 'config.yaml': 'model: [\n' });
    const terminal = open(home);
    expect(await terminal.exit()).toBe(2);
    expect(terminal.screen().join('\n')).not.toContain('Select a provider');
    expect(existsSync(home.env)).toBe(false);
  });
});

describeLive('a real llama-server', () => {
  test('divided into slots: the detected window is offered', async () => {
    const llama = await startLlama({ args: ['-np', '4'] });
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, ['--base-url', llama.baseUrl]);
    await answer(terminal, [
      ['API key', ''],
      ['Choice [1-4', ''],
      ['Use this model?', ''],
      ['Context length', '65536'],
      ['Use the detected 16384 instead? [Y/n]:', ''],
      ['Display name', ''],
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(yaml(home).model.context_length).toBe(16_384);
    expect(terminal.screen()).toContain('Detected context: 16384 tokens per slot, 4 slots');
  });

  test('answers without /v1 too, so the longer address is offered', async () => {
    const llama = await startLlama();
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, ['--base-url', llama.url]);
    await answer(terminal, [['API key', ''], ['Add /v1? [Y/n]:', ''], ...REST]);
    expect(await terminal.exit()).toBe(0);
    expect(yaml(home).model.base_url).toBe(llama.baseUrl);
  });

  test('behind a key, and with any model name', async () => {
    const llama = await startLlama({ args: ['--api-key', 'sk-planted-llama'] });
    const home = tempHome({ 'config.yaml': CONFIG });
    const terminal = open(home, ['--base-url', llama.baseUrl, '--model', 'my-name']);
    await answer(terminal, [
      ['API key', 'sk-planted-llama'],
      ['Choice [1-4', ''],
      ['Context length', ''],
      ['Display name', ''],
    ]);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.raw()).not.toContain('planted');
    expect(yaml(home).model.default).toBe('my-name');
    expect(terminal.screen()).toContain('API modes found: Chat Completions, Responses / Codex, Anthropic Messages');
  });
});
