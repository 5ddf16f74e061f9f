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
  ['model.default', { found: true, value: 'm', source: 'file', line: 2 }],
  ['model.base_url', { found: true, value: 'http://h/v1', source: 'env', line: 3 }],
  ['model.api_key', { found: true, value: 'sk-…cdef', source: 'file', line: 4 }],
  ['model.context_length', { found: true, value: null, source: 'default' }],
  ['compression.target_ratio', { found: true, value: 0.2, source: 'default' }],
  ['custom_providers.0.name', { found: true, value: 'a', source: 'file', line: 8 }],
  ['custom_providers[0].name', { found: true, key: 'custom_providers[0].name', value: 'a', source: 'file', line: 8 }],
  ['X_API_KEY', { found: true, value: 'sk-…ijkl', source: 'env' }],
  ['compresion.threshold', { found: false, suggestion: 'compression.threshold' }],
  ['Y_API_KEY', { found: false }],
])('%s', async (key, expected) => {
  expect(getValue(await load(), key)).toMatchObject(expected);
});

test('a value from an older spelling comes from the file', async () => {
  expect(getValue(await load('model: m\n'), 'model.default')).toMatchObject({ value: 'm', source: 'file', line: 1 });
});

test('the whole config: YAML with origins, no secret', async () => {
  const shown = showConfig(await load());
  expect(parse(shown.yaml)).toEqual(shown.value);
  expect(shown.yaml).not.toContain('0123456789');
  expect(shown.origins).toContainEqual({ key: 'model.default', origin: 'file', line: 2 });
  expect(shown.origins).toContainEqual({ key: 'compression.enabled', origin: 'default' });
  expect(shown.origins).toContainEqual({ key: 'custom_providers[0].name', origin: 'file', line: 8 });
});
