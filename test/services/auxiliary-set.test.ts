import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CORE_TASKS } from '../../src/catalog/auxiliary-tasks.ts';
import type { Paths } from '../../src/contract/index.ts';
import { setAuxiliary } from '../../src/services/auxiliary-set.ts';
import { tempHome } from '../helpers/home.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const MAIN = 'model: {default: qwen, base_url: "http://127.0.0.1:9/v1"}\n';

const set = (paths: Paths, wanted: string, { task = 'compression', verify = true } = {}) =>
  setAuxiliary({ paths, env: {}, tasks: CORE_TASKS, task, wanted, verify });

const listing = (...ids: string[]) =>
  scriptedServer({ 'GET /v1/models': { body: { data: ids.map((id) => ({ id })) } } });

const read = (paths: Paths) => parse(readFileSync(paths.config, 'utf8'));

test('the name of an endpoint and of a model may both hold slashes', async () => {
  const box = await listing('vendor/line/m');
  const paths = tempHome({
    'config.yaml': `${MAIN}custom_providers: [{name: "My/Box", base_url: "${box.baseUrl}"}, {name: My, base_url: "http://127.0.0.1:9/v1"}]\n`,
  });
  expect(await set(paths, 'my/box/vendor/line/m')).toMatchObject({ verified: 'listed', model: 'vendor/line/m' });
  expect(await set(paths, 'custom:My/Box/vendor/line/m', { task: 'vision' })).toMatchObject({ verified: 'listed' });
  expect(read(paths).auxiliary.compression).toEqual({ provider: 'My/Box', model: 'vendor/line/m' });
});

test('another model of the main endpoint', async () => {
  const main = await listing('large', 'small');
  const paths = tempHome({ 'config.yaml': `model: {default: large, base_url: "${main.baseUrl}"}\n` });
  expect(await set(paths, 'main/small')).toMatchObject({ provider: 'main', model: 'small', notes: [] });
  await expect(set(paths, 'main/smal')).rejects.toMatchObject({ code: 'model.not-listed' });
  expect(read(paths).auxiliary).toEqual({ compression: { provider: 'main', model: 'small' } });
});

test('older spellings and the old address of the task give way; comments and other keys stay', async () => {
  const box = await listing('m');
  const paths = tempHome({
    'config.yaml': `# top\n${MAIN}compression:\n  threshold: 0.5 # mine\n  summary_model: old\n  summary_provider: openrouter\nauxiliary:\n  compression:\n    api_key: abc\n    context_length: 4096\nproviders: {box: {base_url: "${box.baseUrl}"}}\n`,
  });
  const { notes } = await set(paths, 'box/m');
  expect(notes.join('\n')).toMatch(/removed.*api_key/);
  expect(notes.join('\n')).toContain('context_length` stays 4096');
  expect(notes.join('\n')).not.toContain('abc');
  expect(read(paths)).toMatchObject({
    compression: { threshold: 0.5 },
    auxiliary: { compression: { provider: 'box', model: 'm', context_length: 4096 } },
  });
  expect(read(paths).compression).toEqual({ threshold: 0.5 });
  expect(readFileSync(paths.config, 'utf8')).toMatch(/^# top\n[\s\S]*threshold: 0\.5 # mine\n/);
});

test('a file is made where there is none; a task that is switched off is said to be', async () => {
  const paths = tempHome();
  expect(await set(paths, 'main')).toMatchObject({ changed: true, verified: 'not-needed', model: null });
  expect(read(paths)).toEqual({ auxiliary: { compression: { provider: 'main' } } });
  const off = tempHome({ 'config.yaml': `${MAIN}auxiliary: {title_generation: {enabled: false}}\n` });
  const { notes } = await set(off, 'main', { task: 'title_generation' });
  expect(notes.join()).toContain('auxiliary.title_generation.enabled');
});

test('a task that was switched off by its provider is on again, and not said to be off', async () => {
  const paths = tempHome({ 'config.yaml': `${MAIN}auxiliary: {compression: {provider: none}}\n` });
  expect(await set(paths, 'main')).toMatchObject({ changed: true, notes: [] });
  expect(read(paths).auxiliary.compression).toEqual({ provider: 'main' });
});

test('a provider without its key is refused as that, and nothing is written', async () => {
  const paths = tempHome({ 'config.yaml': MAIN });
  await expect(set(paths, 'deepseek/deepseek-chat')).rejects.toMatchObject({ code: 'model.key-not-set' });
  expect(readFileSync(paths.config, 'utf8')).toBe(MAIN);
});

test('a provider that only another program knows: refused, or written with the reason why it is of no use here', async () => {
  const paths = tempHome({ 'config.yaml': MAIN });
  await expect(set(paths, 'zai/glm-x')).rejects.toMatchObject({ code: 'auxiliary.not-verified' });
  expect(readFileSync(paths.config, 'utf8')).toBe(MAIN);
  const { notes } = await set(paths, 'zai/glm-x', { verify: false });
  expect(notes.join()).toContain('does not know the address');
});

test.each(['auto/x', 'none/x', '/x', 'deepseek/', ' ', 'deepseek/a b'])(
  '%j is refused and nothing is written',
  async (wanted) => {
    const paths = tempHome({ 'config.yaml': MAIN });
    await expect(set(paths, wanted, { verify: false })).rejects.toMatchObject({
      code: expect.stringMatching(/^(usage|config)\./),
    });
    expect(readFileSync(paths.config, 'utf8')).toBe(MAIN);
  },
);
