// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { getValue } from '../../src/config/get.ts';
import { loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/show.ts';
import { tempHome } from '../helpers/home.ts';

const yaml = `model:
  default: m
  base_url: \${URL}
  api_key: sk-0123456789abcdef
compression:
  threshold: 0.5
custom_providers:
  - name: a
`;
const load = (text = yaml) =>
  loadConfig(tempHome({ 'config.yaml': text }), { URL: 'http://h/v1', X_API_KEY: 'sk-abcdefghijkl' });

test.each([
  ['model.default', { found: true, value: 'm', origin: 'file', line: 2 }],
  ['model.base_url', { found: true, value: 'http://h/v1', origin: 'env', line: 3 }],
  ['model.api_key', { found: true, value: 'sk-…cdef', origin: 'file', line: 4 }],
  ['model.context_length', { found: true, value: null, origin: 'default' }],
  ['compression.target_ratio', { found: true, value: 0.2, origin: 'default' }],
  ['custom_providers.0.name', { found: true, value: 'a', origin: 'file', line: 8 }],
  ['custom_providers[0].name', { found: true, key: 'custom_providers[0].name', value: 'a', origin: 'file', line: 8 }],
  ['X_API_KEY', { found: true, value: 'sk-…ijkl', origin: 'env' }],
  ['compresion.threshold', { found: false, suggestion: 'compression.threshold' }],
  ['Y_API_KEY', { found: false }],
])('%s', async (key, expected) => {
  expect(getValue(await load(), key)).toMatchObject(expected);
});

test('a value from an older spelling comes from the file', async () => {
  expect(getValue(await load('model: m\n'), 'model.default')).toMatchObject({ value: 'm', origin: 'file', line: 1 });
});

test('the whole config: YAML with origins, no secret', async () => {
  const config = await load();
  const shown = showConfig(config);
  expect(parse(shown.yaml)).toEqual(shown.value);
  expect(shown.yaml).not.toContain('0123456789');
  expect(shown.origins).toContainEqual({ key: 'model.default', origin: 'file', file: config.file, line: 2 });
  expect(shown.origins).toContainEqual({ key: 'compression.enabled', origin: 'default' });
  expect(shown.origins).toContainEqual({
    key: 'custom_providers[0].name',
    origin: 'file',
    file: config.file,
    line: 8,
  });
});

test('the name of a variable may be in lower case, as for `config set`', async () => {
  expect(getValue(await load(), 'x_api_key')).toMatchObject({ found: true, key: 'X_API_KEY', value: 'sk-…ijkl' });
});

const SECRETS = `mcp_servers:
  x:
    command: run --hf-token=ABCDEFGH0123
    args: [--port, "1", --api-key, ABCDEFGH0123, "--token=ABCDEFGH0123"]
    env: {AWS_SECRET_ACCESS_KEY: ABCDEFGH0123, PLAIN: "\${MY_TOKEN}"}
    private_key: ABCDEFGH0123
    passphrase: ABCDEFG
    credentials: {user: ABCDEFGH0123}
    headers: {X-Own: ABCDEFGH0123}
    url: https://user:ABCDEFGH0123@h/v1
    note: the token is ghp_ABCDEFGH0123
    signingKey: ABCDEFGH0123
    api_key: 1234567890123
key_env: ABCDEFGH_NAME
voice: {record_key: ctrl+space}
`;

test('no secret shows, wherever it stands', async () => {
  const config = await loadConfig(tempHome({ 'config.yaml': SECRETS }), { MY_TOKEN: 'ABCDEFGH0123' });
  const shown = showConfig(config);
  const keys = [
    'mcp_servers',
    'mcp_servers.x',
    'mcp_servers.x.args',
    'mcp_servers.x.args[3]',
    'mcp_servers.x.headers.X-Own',
  ];
  const got = keys.map((key) => getValue(config, key));
  expect(JSON.stringify([shown, got])).not.toMatch(/ABCDEFGH0|ABCDEFG"|12345678/);
  expect(parse(shown.yaml)).toEqual(shown.value);
  expect(shown.value).toMatchObject({ key_env: 'ABCDEFGH_NAME', voice: { record_key: 'ctrl+space' } });
});
