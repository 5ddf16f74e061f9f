import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configFrom, loadConfig, placedRoutes, resolveRoute, routeAtModel, taskRoute } from '../../src/config/index.ts';
import { tempHome } from '../helpers/home.ts';

/** Where a task of `auxiliary` leads. */
const task = async (yaml: string, env: Record<string, string> = {}, name = 'compression') => {
  const config = await loadConfig(tempHome({ 'config.yaml': yaml }), env);
  return resolveRoute(config, taskRoute(config, name));
};

const MAIN = 'model: {default: big, base_url: "http://box:8000/v1", api_key: main-key, api_mode: responses}\n';
const aux = (entry: string) => `${MAIN}auxiliary: {compression: ${entry}}\n`;

test('a task that names nobody goes to the main model, with its key', async () => {
  const target = { baseUrl: 'http://box:8000/v1', apiKey: 'main-key', apiMode: 'codex_responses', model: 'big' };
  for (const entry of ['{}', '{provider: auto}', '{provider: main, api_key: left-behind}', '{provider: custom}']) {
    expect(await task(aux(entry)), entry).toMatchObject({ ok: true, inherited: true, target });
  }
  expect(await task(MAIN, {}, 'of-a-plugin')).toMatchObject({ ok: true, inherited: true, target });
  expect(await task(aux('{provider: Main, model: small}'))).toMatchObject({ target: { ...target, model: 'small' } });
});

test('a provider of its own takes nothing from the main model', async () => {
  expect(await task(aux('{provider: DeepSeek, model: small}'), { DEEPSEEK_API_KEY: 'k' })).toEqual({
    ok: true,
    inherited: false,
    target: { baseUrl: 'https://api.deepseek.com/v1', apiKey: 'k', apiMode: 'chat_completions', model: 'small' },
  });
  expect(await task(aux('{provider: deepseek, model: small, api_key: own}'), { DEEPSEEK_API_KEY: 'k' })).toMatchObject({
    target: { apiKey: 'own' },
  });
  const address = await task(aux('{base_url: "http://other:1/v1/", model: small}'), { OPENAI_API_KEY: 'k' });
  expect(address).toEqual({ ok: true, inherited: false, target: { baseUrl: 'http://other:1/v1', model: 'small' } });
});

test('`providers` moves a built-in one, and says which key goes there', async () => {
  const yaml = (entry: string) => `${aux('{provider: deepseek, model: small}')}providers: {deepseek: ${entry}}\n`;
  const env = { DEEPSEEK_API_KEY: 'k', OTHER: 'o' };
  const moved = await task(yaml('{base_url: "http://127.0.0.1:9/v1"}'), env);
  expect(moved).toMatchObject({ target: { baseUrl: 'http://127.0.0.1:9/v1' } });
  expect(moved).not.toHaveProperty('target.apiKey');
  expect(moved).not.toHaveProperty('missingKey');
  expect(await task(yaml('{base_url: "http://127.0.0.1:9/v1", key_env: OTHER}'), env)).toMatchObject({
    target: { apiKey: 'o' },
  });
  expect(await task(yaml('{key_env: OTHER}'), env)).toMatchObject({
    target: { baseUrl: 'https://api.deepseek.com/v1', apiKey: 'o' },
  });
});

test.each([
  ['the table', '{provider: deepseek}', { name: 'DEEPSEEK_API_KEY', from: 'provider' }],
  ['a variable', '{provider: box}', { name: 'BOX', from: 'entry' }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
  ['a reference', '{provider: deepseek, api_key: "${env:MINE}"}', { name: 'MINE', from: 'route' }],
  ['its own variable', '{base_url: "http://x/v1", key_env: MINE}', { name: 'MINE', from: 'route' }],
])('a key that is not set, named by %s', async (_who, entry, missingKey) => {
  const yaml = `${aux(entry)}providers: {box: {base_url: "http://box:9/v1", key_env: BOX}}\n`;
  expect(await task(yaml)).toMatchObject({ ok: true, missingKey });
  expect(await task(yaml, { [missingKey.name]: 'k' })).toMatchObject({ ok: true, target: { apiKey: 'k' } });
});

test('what leads nowhere says why', async () => {
  expect(await task('')).toEqual({ ok: false, reason: 'not-configured', provider: 'auto' });
  expect(await task(aux('{provider: nous}'))).toEqual({ ok: false, reason: 'unknown-provider', provider: 'nous' });
  const command = `${aux('{provider: box}')}providers: {box: {base_url: "http://box:9/v1", key_cmd: get-token}}\n`;
  expect(await task(command)).toEqual({ ok: false, reason: 'key-command', provider: 'box' });
});

test('routes of data of any shape: found without a fault', () => {
  const value = fc.oneof(
    fc.constantFrom('auto', 'box', 'custom:box', 'deepseek', '', null, 'http://127.0.0.1:9/v1'),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const keys = ['provider', 'base_url', 'api_key', 'key_env', 'model', 'name', 'models', 'context_length', 'enabled'];
  const entry = fc.oneof(
    { weight: 3, arbitrary: fc.dictionary(fc.constantFrom(...keys, 'default', 'fallback_chain', 'api'), value) },
    value,
  );
  const section = fc.oneof(
    entry,
    fc.array(entry, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('box', 'compression', 'web_extract', 'deepseek', '0'), entry),
  );
  const sections = ['model', 'providers', 'custom_providers', 'auxiliary', 'fallback_providers', 'fallback_model'];
  const roots = fc.constantFrom(...sections, 'delegation', 'model_aliases', 'compression', 'base_url', 'provider');
  fc.assert(
    fc.property(fc.dictionary(roots, section), (data) => {
      const config = configFrom('config.yaml', JSON.stringify(data), {});
      const routes = placedRoutes(config);
      expect(routes[0]?.main).toBe(true);
      for (const { paths, resolution } of routes) {
        if (resolution.ok) expect(resolution.target.baseUrl).toBeTruthy();
        routeAtModel(config, paths.model);
      }
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
