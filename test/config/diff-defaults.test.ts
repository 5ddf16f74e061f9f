import { expect, test } from 'vitest';
import { differences } from '../../src/config/diff-defaults.ts';
import { loadConfig } from '../../src/config/load.ts';
import { preparePlugins } from '../../src/config/plugin-sections.ts';
import { tempHome } from '../helpers/home.ts';

const load = (yaml?: string, plugins = {}) =>
  loadConfig(tempHome(yaml === undefined ? {} : { 'config.yaml': yaml }), {}, plugins);

test('no file, an empty one and one that repeats the defaults differ in nothing', async () => {
  for (const yaml of [undefined, '', 'compression:\n  threshold: 0.8\n  enabled: yes\nservers: {}\nmodel:\n']) {
    expect(differences(await load(yaml))).toEqual([]);
  }
});

test('other values with their default, values without default, unknown keys, older spellings, secrets', async () => {
  const config = await load(`model: {model: m, api_key: sk-0123456789abcdef}
compression: {threshold: 0.5}
servers: {qwen: {port: 9000, parallel: 1}}
terminal: {cwd: /x}
nope: [1, 2]
`);
  const rows = differences(config).map(({ file, origin, ...row }) => {
    expect({ file, origin }).toEqual({ file: config.file, origin: 'file' });
    return row;
  });
  expect(rows).toEqual([
    { key: 'model.default', value: 'm', known: true, line: 1 },
    { key: 'model.api_key', value: 'sk-…cdef', known: true, line: 1 },
    { key: 'compression.threshold', value: 0.5, default: 0.8, known: true, line: 2 },
    { key: 'servers.qwen.port', value: 9000, default: 8000, known: true, line: 3 },
    { key: 'terminal.cwd', value: '/x', default: '.', known: true, line: 4 },
    { key: 'nope', value: [1, 2], known: false, line: 5 },
  ]);
});

test("a plugin's section has its own defaults", async () => {
  const schema = { type: 'object', properties: { depth: { type: 'integer', default: 3 }, name: { type: 'string' } } };
  const plugins = preparePlugins([{ name: 'probe', schema }]);
  expect(differences(await load('probe: {depth: 3}\n', plugins), plugins)).toEqual([]);
  expect(differences(await load('probe: {depth: 4}\n', plugins), plugins)).toMatchObject([
    { key: 'probe.depth', value: 4, default: 3, known: true },
  ]);
});
