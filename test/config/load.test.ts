// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { namedProviders } from '../../src/config/providers.ts';
import { serverEntryProblem } from '../../src/config/server-entry.ts';
import { tempHome } from '../helpers/home.ts';
import { openToAll, withoutRoot } from '../helpers/other-user.ts';

const load = (yaml: string, env: Record<string, string> = {}, dotenv = '') =>
  loadConfig(tempHome({ 'config.yaml': yaml, ...(dotenv ? { '.env': dotenv } : {}) }), env);

test('no file: the defaults of the walkthrough', async () => {
  const config = await loadConfig(tempHome(), {});
  expect(config.exists).toBe(false);
  expect(config.value.compression).toMatchObject({
    enabled: true,
    threshold: 0.8,
    target_ratio: 0.2,
    protect_last_n: 20,
    hygiene_hard_message_limit: 400,
  });
  expect(config.value['auxiliary']).toMatchObject({ compression: { provider: 'auto', model: '' } });
  expect(config.value.model).toMatchObject({ default: '', provider: 'auto', base_url: '', context_length: null });
});

test('the file counts, null and empty text do not', async () => {
  const { value } = await load(
    'compression: {threshold: 0.5, enabled: null, own: 1}\nmodel: {provider: ""}\nx: {y: 1}\n',
  );
  expect(value.compression).toMatchObject({ threshold: 0.5, enabled: true, own: 1 });
  expect(value.model.provider).toBe('auto');
  expect(value['x']).toEqual({ y: 1 });
});

test('values of the wrong type give way to the default; words and numbers in text are understood', async () => {
  const { value } = await load(
    'compression: {threshold: abc, enabled: off, protect_last_n: "${N}"}\nmodel: [1]\ncustom_providers: "[]"\nservers: 5\n',
    { N: '30' },
  );
  expect(value.compression).toMatchObject({ threshold: 0.8, enabled: false, protect_last_n: 30 });
  expect(value.model.default).toBe('');
  expect(value.custom_providers).toEqual([]);
  expect(value.servers).toEqual({});
});

test('entries have the types that readers rely on; the rest of them stays', async () => {
  const yaml = `
servers:
  x: {model: 5, host: [1], port: "\${PORT}", ctx_size: many, parallel: 1.5, extra_args: [-ngl, 99, {a: 1}], own: [1]}
  y: {extra_args: "-t 1"}
custom_providers:
  - {name: 7, base_url: 7, api_key: {a: 1}, model: [m], models: {m: 5, n: {context_length: "9"}, o: {context_length: x}}}
providers:
  p: {base_url: 7, models: text}
`;
  const config = await load(yaml, { PORT: '8001' });
  expect(config.value.servers).toEqual({
    x: { model: '5', port: 8001, extra_args: ['-ngl', '99'], own: [1] },
    y: {},
  });
  const models = { m: {}, n: { context_length: 9 }, o: {} };
  expect(config.value.custom_providers).toEqual([{ name: '7', base_url: '7', models }]);
  expect(namedProviders(config).at(-1)).toEqual({ base_url: '7', key: 'p', from: 'providers' });
});

test('.env over the environment; references resolved, unset ones kept', async () => {
  const yaml = 'model:\n  base_url: http://${HOST}:8000/v1\n  api_key: ${env:KEY}\n  default: ${NOPE}\n';
  const { value, env } = await load(yaml, { HOST: 'outer', KEY: 'k' }, 'HOST=inner\n');
  expect(value.model).toMatchObject({ base_url: 'http://inner:8000/v1', api_key: 'k', default: '${NOPE}' });
  expect(env['HOST']).toBe('inner');
});

test.each([
  ['model: gpt\n', { default: 'gpt' }],
  ['model: {model: m, name: n}\n', { default: 'm' }],
  ['model: {default: d, model: m}\n', { default: 'd' }],
  ['model: {default: {provider: p, model: m}, provider: auto}\n', { default: 'm', provider: 'p' }],
  ['model: {api_base: http://h/v1}\n', { base_url: 'http://h/v1' }],
  [
    'base_url: http://h/v1\nprovider: custom\ncontext_length: 70000\n',
    { base_url: 'http://h/v1', provider: 'custom', context_length: 70000 },
  ],
  ['base_url: http://root/v1\nmodel: {base_url: http://h/v1}\n', { base_url: 'http://h/v1' }],
])('older spellings: %j', async (yaml, model) => {
  expect((await load(yaml)).value.model).toMatchObject(model);
});

test('older spellings of the compression model and of provider entries', async () => {
  const { value } = await load(
    'compression: {summary_model: s}\ncustom_providers:\n- {name: a, api: http://h/v1, transport: openai_chat, models: [x, {id: y, context_length: 5}]}\n',
  );
  expect(value['auxiliary']).toMatchObject({ compression: { model: 's', provider: 'auto' } });
  expect(value.custom_providers).toEqual([
    { name: 'a', base_url: 'http://h/v1', api_mode: 'openai_chat', models: { x: {}, y: { context_length: 5 } } },
  ]);
});

test('BOM and CRLF', async () => {
  expect((await load('\uFEFFmodel:\r\n  default: m\r\n')).value.model.default).toBe('m');
});

test.each([
  ['a: 1\nb: [1\nc: 2\n', 'config.syntax', 2],
  ['a: 1\na: 2\n', 'config.duplicate-key', 2],
  ['- a\n', 'config.syntax', 1],
  ['a: 1\n---\nb: 2\n', 'config.syntax', 2],
])('unusable: %j', async (yaml, code, line) => {
  await expect(load(yaml)).rejects.toMatchObject({ code, exit: 2, where: { line } });
});

test('aliases that multiply', async () => {
  const level = (n: number) => `l${n}: &l${n} [${Array.from({ length: 9 }, () => `*l${n - 1}`).join(', ')}]`;
  const bomb = ['l0: &l0 [1,1,1,1,1,1,1,1,1]', ...[1, 2, 3, 4, 5, 6].map(level), ''].join('\n');
  await expect(load(bomb)).rejects.toMatchObject({ code: 'config.syntax', exit: 2 });
});

test('unreadable', async () => {
  const paths = tempHome({ 'config.yaml': 'a: 1\n' });
  chmodSync(paths.config, 0);
  openToAll(paths.home);
  await expect(withoutRoot(() => loadConfig(paths, {}))).rejects.toMatchObject({ code: 'config.unreadable', exit: 2 });
});

test.each([
  ['servers:\n  x:\n    model: 5\n', 'config.type', 3],
  ['servers:\n  x:\n    extra_args: "-t 1"\n', 'config.type', 3],
  ['servers:\n  x: {port: 70000}\n', 'config.range', 2],
  ['servers: 5\n', 'config.type', 1],
])('the entry of a server is refused at its place: %j', async (yaml, code, line) => {
  expect(serverEntryProblem(await load(yaml), 'x')).toMatchObject({ code, exit: 2, where: { line } });
});

test('neither warnings nor other entries stand in the way of a server', async () => {
  const config = await load('servers: {x: {nope: 1, port: "${PORT}", ctx_size: null}, y: {model: 5}}\nmodel: [1]\n');
  expect(serverEntryProblem(config, 'x')).toBeUndefined();
  expect(serverEntryProblem(config, 'missing')).toBeUndefined();
});
