// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseKeyPath, typedPath } from '../../src/config/key-path.ts';
import { loadConfig } from '../../src/config/load.ts';
import { originFinder } from '../../src/config/origin.ts';
import { originText } from '../../src/errors/origin-text.ts';
import { tempHome } from '../helpers/home.ts';

const load = (yaml: string, dotenv = '', env = {}) =>
  loadConfig(tempHome({ 'config.yaml': yaml, '.env': dotenv }), env);

async function textOf(yaml: string, key: string, dotenv = '', env = {}): Promise<string> {
  const config = await load(yaml, dotenv, env);
  return originText(originFinder(config)(typedPath(parseKeyPath(key), config.value)));
}

test.each([
  ['model:\n  default: m\n', 'model.default', 'config.yaml:2'],
  ['model:\n  default: m\n', 'model.provider', 'default'],
  ['model:\n  default: m\n  base_url:\n', 'model.base_url', 'default'],
  // Written like the default, but written.
  ['compression:\n  threshold: 0.8\n', 'compression.threshold', 'config.yaml:2'],
  ['compression:\n  threshold: "0.8"\n', 'compression.threshold', 'config.yaml:2'],
  ['compression:\n  enabled: yes\n', 'compression.enabled', 'config.yaml:2'],
  // Of a wrong type: the default is in force.
  ['compression:\n  threshold: much\n', 'compression.threshold', 'default'],
  ['model:\n  provider: auto\n', 'model.provider', 'config.yaml:2'],
])('%j: %s comes from %s', async (yaml, key, expected) => {
  expect(await textOf(yaml, key)).toBe(expected);
});

test.each([
  ['\nmodel: m\n', 'model.default', 'config.yaml:2'],
  ['model:\n\n  model: m\n', 'model.default', 'config.yaml:3'],
  ['model:\n  default:\n    model: m\n    provider: p\n', 'model.provider', 'config.yaml:4'],
  ['a: 1\nbase_url: http://h/v1\n', 'model.base_url', 'config.yaml:2'],
  ['compression:\n  summary_model: m\n', 'auxiliary.compression.model', 'config.yaml:2'],
  ['custom_providers:\n  - name: a\n    baseUrl: http://h/v1\n', 'custom_providers[0].base_url', 'config.yaml:3'],
  ['custom_providers:\n  - text\n  - name: a\n', 'custom_providers[0].name', 'config.yaml:3'],
  ['custom_providers:\n  - name: a\n    models: [m]\n', 'custom_providers[0].models.m', 'config.yaml:3'],
])('an older spelling has the line where it stands: %j, %s', async (yaml, key, expected) => {
  expect(await textOf(yaml, key)).toBe(expected);
});

const URL_YAML = 'model:\n  base_url: http://${HOST}:${PORT}/v1\n';

test('variables: .env with its line wins over the environment; one may be set nowhere', async () => {
  const config = await load(URL_YAML, '# mine\nHOST=h\n', { HOST: 'other', PORT: '1' });
  expect(originFinder(config)(['model', 'base_url'])).toEqual({
    origin: 'env',
    file: config.file,
    line: 2,
    variables: [
      { name: 'HOST', from: '.env', file: join(config.file, '../.env'), line: 2 },
      { name: 'PORT', from: 'environment' },
    ],
  });
  expect(await textOf(URL_YAML, 'model.base_url', 'HOST=h\n')).toBe('.env:1 (HOST), PORT is not set via config.yaml:2');
  expect(await textOf(URL_YAML, 'model.base_url', 'HOST=a\nHOST=b\n', { PORT: '1' })).toBe(
    '.env:2 (HOST), environment (PORT) via config.yaml:2',
  );
});
