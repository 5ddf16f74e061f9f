import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { preparePlugins } from '../../src/config/index.ts';
import type { Paths } from '../../src/contract/index.ts';
import { createSettings } from '../../src/services/settings.ts';
import { tempHome } from '../helpers/home.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const settingsOf = (paths: Paths, env: NodeJS.ProcessEnv = {}) =>
  createSettings({ paths, sections: () => preparePlugins([]) }, env);

/** A name that nobody has seen before, and one that is a slip away from it. */
function names() {
  const word = randomBytes(4).toString('hex');
  return { listed: `${word}-v4-flash`, slip: `${word}-v3-flash`, other: `zz${randomBytes(9).toString('hex')}` };
}

async function home(listed: string, { reachable = true } = {}) {
  const provider = await scriptedServer({
    'GET /v1/models': reachable
      ? ({ headers }) =>
          headers.authorization === 'Bearer box-key-123456'
            ? { body: { data: [{ id: 'vendor/large' }, { id: listed }] } }
            : { status: 401, body: { error: { message: 'no key' } } }
      : { fault: 'close' },
  });
  const main = await scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'main-a' }, { id: 'main-b' }] } } });
  const config = `# mine\nmodel:\n  default: main-a\n  base_url: ${main.baseUrl}\nproviders:\n  box:\n    base_url: ${provider.baseUrl}\n    key_env: BOX_API_KEY\n`;
  const paths = tempHome({ 'config.yaml': config, '.env': 'BOX_API_KEY=box-key-123456\n' });
  return { paths, config, main, settings: await settingsOf(paths) };
}

const aux = (paths: Paths) => parse(readFileSync(paths.config, 'utf8')).auxiliary?.compression;

test('provider first, then a slip (refused with the nearest name), then the right name', async () => {
  const { listed, slip } = names();
  const { paths, settings } = await home(listed);
  expect(await settings.set('auxiliary.compression.provider', 'box')).toMatchObject({ ok: true, changed: true });
  const before = readFileSync(paths.config, 'utf8');
  expect(await settings.set('auxiliary.compression.model', slip)).toMatchObject({
    ok: false,
    code: 'model.not-listed',
    nearest: listed,
    message: expect.stringContaining('nothing was written'),
  });
  expect(readFileSync(paths.config, 'utf8')).toBe(before);
  expect(await settings.set('auxiliary.compression.model', listed)).toMatchObject({
    ok: true,
    verified: { listed: true },
  });
  expect(aux(paths)).toEqual({ provider: 'box', model: listed });
  expect(readFileSync(paths.config, 'utf8')).toContain('# mine');
});

test('model first, then provider; a provider that lacks the present model is written with a warning', async () => {
  const { listed, slip, other } = names();
  const { paths, settings } = await home(listed);
  const first = await settings.set('auxiliary.compression.model', listed);
  expect(first).toMatchObject({ ok: true, verified: { listed: false } });
  expect(await settings.set('auxiliary.compression.provider', 'box')).toMatchObject({
    ok: true,
    verified: { listed: true },
  });
  expect(await settings.set('auxiliary.compression.model', slip)).toMatchObject({ ok: false, nearest: listed });
  expect(await settings.set('auxiliary.vision.model', slip)).toMatchObject({ ok: true });
  const second = await settings.set('auxiliary.vision.provider', 'box');
  expect(second).toMatchObject({ ok: true, changed: true, verified: { listed: false } });
  expect(second.ok && second.warnings.join()).toContain(listed);
  expect(await settings.set('auxiliary.vision.model', other)).toMatchObject({ ok: false, code: 'model.not-listed' });
  expect(aux(paths)).toEqual({ provider: 'box', model: listed });
});

test('a name close to one of the main endpoint is a slip although the provider is open', async () => {
  const { settings } = await home('x');
  expect(await settings.set('auxiliary.compression.model', 'main-c')).toMatchObject({ ok: false, nearest: 'main-a' });
  expect(await settings.set('model.default', 'main-c')).toMatchObject({ ok: false, nearest: 'main-a' });
  expect(await settings.set('model', 'main-b')).toMatchObject({
    ok: true,
    key: 'model.default',
    verified: { listed: true },
  });
});

test('a provider that cannot be asked: written, and said to be not verified', async () => {
  const { listed } = names();
  const { paths, settings } = await home(listed, { reachable: false });
  await settings.set('auxiliary.compression.provider', 'box');
  const done = await settings.set('auxiliary.compression.model', listed);
  expect(done).toMatchObject({ ok: true, changed: true, verified: { listed: false, why: expect.any(String) } });
  expect(aux(paths)).toEqual({ provider: 'box', model: listed });
  const keyless = await settings.set('auxiliary.vision', JSON.stringify({ provider: 'deepseek', model: listed }));
  expect(keyless).toMatchObject({ ok: true, verified: { why: expect.stringContaining('DEEPSEEK_API_KEY') } });
});

test('a model inside a whole section is held against the list as well', async () => {
  const { listed, slip } = names();
  const { paths, settings } = await home(listed);
  const section = (model: string) => JSON.stringify({ compression: { provider: 'box', model } });
  expect(await settings.set('auxiliary', section(slip))).toMatchObject({ ok: false, nearest: listed });
  expect(aux(paths)).toBeUndefined();
  expect(await settings.set('auxiliary', section(listed))).toMatchObject({ ok: true, verified: { listed: true } });
});

test.each([
  ['auxiliary.compression.api_key', 'sk-abcdefgh12345678'],
  ['auxiliary.compression.api_key', `$${'{OTHER_KEY}'}`],
  ['DEEPSEEK_API_KEY', 'sk-abcdefgh12345678'],
  ['auxiliary.compression', '{"provider": "box", "api_key": "sk-abcdefgh12345678"}'],
  ['custom_providers', '[{"name": "x", "base_url": "http://10.0.0.1/v1", "api_key": "abcdefgh12345678"}]'],
  ['auxiliary.compression.base_url', 'http://me:very-secret-9@10.0.0.1/v1'],
  ['servers.qwen.extra_args', '["--api-key", "abcdefgh12345678"]'],
])('%s = %s: secrets do not pass', async (key, value) => {
  const { paths, config, settings } = await home('x');
  const done = await settings.set(key, value);
  expect(done).toMatchObject({ ok: false, code: 'settings.secret' });
  expect(JSON.stringify(done)).not.toContain('12345678');
  expect(readFileSync(paths.config, 'utf8')).toBe(config);
  expect(readFileSync(paths.env, 'utf8')).toBe('BOX_API_KEY=box-key-123456\n');
});

test('what the core refuses is a value with its code and the nearest key; nothing throws', async () => {
  const { settings, paths, config } = await home('x');
  expect(await settings.set('compression.treshold', '0.5')).toMatchObject({
    ok: false,
    code: 'config.unknown-key',
    try: expect.arrayContaining([expect.stringContaining('compression.threshold')]),
  });
  expect(await settings.set('compression.threshold', 'high')).toMatchObject({ ok: false, code: 'config.type' });
  expect(await settings.set('model', '{"default": "main-a", "base_url": "http://10.0.0.9/v1"}')).toMatchObject({
    ok: false,
  });
  expect(await settings.set('a..b', '1')).toMatchObject({ ok: false, code: 'usage.invalid' });
  expect(readFileSync(paths.config, 'utf8')).toBe(config);
  expect(await settings.set('compression.threshold', '0.7')).toMatchObject({ ok: true, value: 0.7, changed: true });
  expect(await settings.set('compression.threshold', '0.7')).toMatchObject({ ok: true, changed: false });
});

test('reading: the value in force, its origin, secrets masked; unknown keys throw', async () => {
  const { settings } = await home('x');
  expect(await settings.get('compression.threshold')).toMatchObject({
    value: 0.8,
    text: '0.8',
    origin: 'default',
    known: true,
  });
  expect(await settings.get('model.default')).toMatchObject({ value: 'main-a', origin: 'file' });
  expect((await settings.get('BOX_API_KEY')).text).not.toContain('123456');
  await expect(settings.get('compression.treshold')).rejects.toMatchObject({ code: 'config.no-such-key' });
});

test.each([
  ['ops.allow_paid', true],
  ['approvals.mode', true],
  ['command_allowlist', true],
  ['hooks_auto_accept', true],
  ['mcp_servers.files.command', true],
  ['terminal.backend', true],
  ['terminal', true],
  ['auxiliary', true],
  ['model.base_url', true],
  ['model.api_base', true],
  ['auxiliary.compression.key_env', true],
  ['..', true],
  ['fallback_providers', true],
  ['skills.external_dirs', true],
  ['providers.box.extra_headers', true],
  ['auxiliary.compression.model', false],
  ['auxiliary.compression.provider', false],
  ['compression.threshold', false],
  ['model', false],
  ['model.provider', true],
  ['model.api_mode', true],
  ['memory.write_approval', true],
  ['memory.provider', true],
  ['auxiliary.approval.model', true],
  ['agent.system_prompt', true],
  ['agent.environment_hint', true],
  ['provider_routing.sort', true],
  ['context.engine', true],
  ['checkpoints.enabled', true],
  ['delegation.model', true],
  ['web.backend', true],
  ['auxiliary.compression.model', false],
  ['auxiliary.compression.provider', false],
  ['model.default', false],
  ['display.language', false],
])('%s needs the approval of the user: %s', async (key, wanted) => {
  expect((await settingsOf(tempHome())).needsApproval(key)).toBe(wanted);
});
