// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { requireTarget, resolveTarget } from '../../src/config/target.ts';
import { tempHome } from '../helpers/home.ts';

const resolve = async (yaml: string, env: Record<string, string> = {}) =>
  resolveTarget(await loadConfig(tempHome({ 'config.yaml': yaml }), env));

test('a server of one`s own', async () => {
  const yaml =
    'model: {default: m, provider: custom, base_url: http://192.168.5.84:8000/v1/, api_key: "${K}", api_mode: openai}\n';
  expect(await resolve(yaml, { K: 'secret' })).toEqual({
    baseUrl: 'http://192.168.5.84:8000/v1',
    apiKey: 'secret',
    apiMode: 'chat_completions',
    model: 'm',
  });
  expect(await resolve(yaml)).not.toHaveProperty('apiKey');
});

test('nothing to talk to', async () => {
  expect(await resolve('')).toBeUndefined();
  expect(await resolve('model: {default: m, provider: nowhere}\n')).toBeUndefined();
  expect(await resolve('model: {base_url: "${UNSET}"}\n')).toBeUndefined();
  const config = await loadConfig(tempHome(), {});
  expect(() => requireTarget(config)).toThrow(expect.objectContaining({ code: 'endpoint.not-configured', exit: 2 }));
});

test('a built-in provider, with its key from the environment', async () => {
  expect(await resolve('model: {default: m, provider: deepseek}\n', { DEEPSEEK_API_KEY: 'k' })).toEqual({
    baseUrl: 'https://api.deepseek.com/v1',
    apiKey: 'k',
    apiMode: 'chat_completions',
    model: 'm',
  });
  const moved = 'model: {provider: deepseek}\nproviders: {deepseek: {base_url: http://127.0.0.1:9/v1}}\n';
  expect(await resolve(moved, { DEEPSEEK_API_KEY: 'k' })).toEqual({ baseUrl: 'http://127.0.0.1:9/v1' });
});

test('keys stay with their own host', async () => {
  const env = { OPENAI_API_KEY: 'openai', DEEPSEEK_API_KEY: 'deepseek' };
  expect(await resolve('model: {provider: openai, base_url: http://evil.example/v1}\n', env)).not.toHaveProperty(
    'apiKey',
  );
  expect(await resolve('model: {provider: custom, base_url: https://api.openai.com/v1}\n', env)).toMatchObject({
    apiKey: 'openai',
  });
  expect(await resolve('model: {base_url: http://api.deepseek.com/v1}\n', env)).not.toHaveProperty('apiKey');
  expect(await resolve('model: {provider: deepseek, base_url: http://api.deepseek.com}\n', env)).not.toHaveProperty(
    'apiKey',
  );
  // The key of the custom endpoint was left behind when the provider was switched.
  expect(await resolve('model: {provider: deepseek, api_key: old-custom-key}\n', env)).toMatchObject({
    apiKey: 'deepseek',
  });
  const named = 'custom_providers: [{name: box, base_url: http://box:8000/v1, key_env: BOX}]\n';
  expect(
    await resolve(`${named}model: {provider: "custom:box", base_url: http://other:8000/v1}\n`, { BOX: 'b' }),
  ).not.toHaveProperty('apiKey');
});

test.each([
  [
    'custom:box',
    'custom_providers: [{name: Box, base_url: http://box:8000/v1, key_env: BOX, model: m, api_mode: responses}]\n',
  ],
  ['box', 'providers: {box: {api: http://box:8000/v1, api_key_env: BOX, default_model: m, transport: codex}}\n'],
  [
    'custom',
    'custom_providers: [{name: Box, base_url: http://box:8000/v1/, key_env: BOX, model: m, api_mode: codex_responses}]\n',
  ],
])('named endpoint %s', async (provider, entry) => {
  const url = provider === 'custom' ? ', base_url: http://box:8000/v1' : '';
  expect(await resolve(`${entry}model: {provider: "${provider}"${url}}\n`, { BOX: 'b' })).toEqual({
    baseUrl: 'http://box:8000/v1',
    apiKey: 'b',
    apiMode: 'codex_responses',
    model: 'm',
  });
});
