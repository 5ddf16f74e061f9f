// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { findingsIn, found, said } from './found.ts';

const item = (name: string, port = 1) => `{name: ${name}, base_url: "http://h:${port}/v1"}`;

test.each([
  [`custom_providers: [${item('box')}, ${item('Box', 2)}]`, ['duplicate-provider custom_providers[1].name']],
  [
    `custom_providers: [${item('box')}]\nproviders: {BOX: {base_url: "http://h:2/v1"}}`,
    ['duplicate-provider providers.BOX:'],
  ],
  [
    `providers: {box: {base_url: "http://h:2/v1"}}\ncustom_providers: [${item('box')}]`,
    ['duplicate-provider custom_providers[0].name'],
  ],
  [
    'providers: {box: {base_url: "http://h:1/v1"}, Box: {base_url: "http://h:2/v1"}}',
    ['duplicate-provider providers.Box:'],
  ],
  ['custom_providers: [{name: box}]', ['no-url custom_providers[0]']],
  ['custom_providers: [{name: box, base_url: ""}]', ['no-url custom_providers[0].base_url']],
  ['custom_providers: [{name: box, url: null, model: m}]', ['no-url custom_providers[0].url']],
  ['custom_providers: [{base_url: "http://h:1/v1"}]', ['incomplete custom_providers[0]']],
  ['fallback_providers: [{provider: openrouter}]', ['incomplete fallback_providers[0]']],
  ['fallback_providers: [{model: m, base_url: "http://h:1/v1"}]', ['incomplete fallback_providers[0]']],
  ['fallback_providers: [{provider: openrouter, model: ""}]', ['incomplete fallback_providers[0].model']],
  ['fallback_providers: [{}]', ['incomplete fallback_providers[0]']],
  ['fallback_model: {provider: openrouter}', ['incomplete fallback_model']],
  ['delegation: {fallback_providers: [{model: m}]}', ['incomplete delegation.fallback_providers[0]']],
  [
    'auxiliary: {vision: {provider: main, fallback_chain: [{model: m}]}}',
    ['incomplete auxiliary.vision.fallback_chain[0]'],
  ],
])('%s', (yaml, expected) => expect(found(yaml)).toEqual(expected));

test('of two stores the list wins, wherever it stands', () => {
  const map = 'providers: {box: {base_url: "http://h:2/v1"}}\n';
  const list = `custom_providers: [${item('box')}]\n`;
  for (const yaml of [map + list, list + map]) expect(said(yaml)).toContain('only `custom_providers[0].name` is used');
});

/** Partial entries change a built-in provider; an address under an unknown name is the schema's to report. */
test.each([
  'providers: {anthropic: {api_key_env: X}, deepseek: {request_timeout_seconds: 30}}',
  'providers: {box: null}',
  'custom_providers: []',
  'custom_providers: [{name: box, url: "http://h:1/v1"}, {name: b2, api: "http://h:2/v1"}, {name: b3, baseUrl: "http://h:3/v1"}]',
  'custom_providers: [{name: box, base_ulr: "http://h:1/v1"}]',
  'custom_providers: [{name: box, endpoint: "h:1"}]',
  'custom_providers: [{name: box, base_url: "${BOX_URL}"}]',
  'custom_providers: [{name: box, enabled: false}]',
  'custom_providers: [{id: box, base_url: "http://h:1/v1"}]',
  'custom_providers: {box: {name: box}}',
  `custom_providers: '[{"name": "box"}]'`,
  'custom_providers: [box, 5, null]',
  'fallback_providers: []',
  'fallback_providers: [{provider: openrouter, model: m}]',
  'fallback_providers: [{provider: openrouter, modle: m}, {name: openrouter, model: m}]',
  'fallback_providers: [openrouter]',
  'fallback_model: null',
  'fallback_model: {}',
  'delegation: {fallback_providers: null}',
])('nothing to say about %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  [
    'model: {provider: local}',
    'model.provider',
    'warning',
    'hermes config set providers.local.base_url http://HOST:PORT/v1',
  ],
  ['model: {provider: openruter}', 'model.provider', 'warning', '`openrouter`'],
  ['model: {provider: "custom:box"}', 'model.provider', 'error', 'hermes config set providers.box.base_url'],
  [
    `model: {provider: "custom:bok"}\ncustom_providers: [${item('box')}]`,
    'model.provider',
    'error',
    'did you mean `custom:box`?',
  ],
  ['model: {default: {provider: gpubox, model: m}}', 'model.default.provider', 'warning', 'providers.gpubox'],
  [
    'fallback_model: {provider: Api.example.ai, model: m}',
    'fallback_model.provider',
    'warning',
    "'providers.Api\\.example\\.ai.base_url'",
  ],
  ['fallback_providers: [{provider: gpubox, model: m}]', 'fallback_providers[0].provider', 'warning', ''],
  ['auxiliary: {vision: {provider: gpubox, model: m}}', 'auxiliary.vision.provider', 'warning', ''],
  ['auxiliary: {own_plugin_task: {provider: gpubox, model: m}}', 'auxiliary.own_plugin_task.provider', 'warning', ''],
  ['delegation: {provider: gpubox, model: m}', 'delegation.provider', 'warning', ''],
  [
    'moa: {presets: {p: {reference_models: [{provider: gpubox, model: m}]}}}',
    'moa.presets.p.reference_models[0].provider',
    'warning',
    '',
  ],
  ['moa: {aggregator: {provider: gpubox, model: m}}', 'moa.aggregator.provider', 'warning', ''],
  ['model_aliases: {a: {provider: gpubox, model: m}}', 'model_aliases.a.provider', 'warning', ''],
  ['cron: {model_provider: gpubox}', 'cron.model_provider', 'warning', ''],
])('nothing defines the provider of %s', (yaml, path, severity, remedy) => {
  expect(found(yaml)).toEqual([`unknown-provider ${path}`]);
  expect(findingsIn(yaml)[0]).toMatchObject({ severity, suggestion: expect.stringContaining(remedy) });
});

test.each([
  'model: {provider: auto}',
  'model: {provider: ""}',
  'model: {provider: null}',
  'model: {provider: 5}',
  'model: {provider: "${PROVIDER}"}',
  'model: {provider: OpenRouter}',
  'model: {provider: anything, base_url: "http://h:1/v1"}',
  'model: {provider: anything}\nbase_url: "http://h:1/v1"',
  `model: {provider: "custom:My Box"}\ncustom_providers: [${item('My Box')}]`,
  `model: {provider: "custom:my-box"}\ncustom_providers: [${item('My Box')}]`,
  `model: {provider: "custom:box:qwen"}\ncustom_providers: [${item('box')}]`,
  'model: {provider: BOX}\nproviders: {box: {base_url: "http://h:1/v1"}}',
  'model: {provider: shown}\nproviders: {box: {name: Shown, base_url: "http://h:1/v1"}}',
  'auxiliary: {vision: {provider: gpubox, model: m, base_url: "http://h:1/v1"}}',
  'auxiliary: {web_extract: {provider: gpubox}}',
  'delegation: {provider: ""}',
  'memory: {provider: honcho}\ntts: {provider: edge}\nbrowser: {cloud_provider: local}\ncron: {provider: chronos}',
])('the provider is defined or left open: %s', (yaml) => expect(found(yaml)).toEqual([]));

/** The store of definitions is what is wrong there, and another layer says so. */
test.each([
  `custom_providers: '[{"name": "box", "base_url": "http://h:1/v1"}]'\nmodel: {provider: "custom:box"}`,
  'custom_providers: {box: {base_url: "http://h:1/v1"}}\nmodel: {provider: "custom:box"}',
  `custom_provider: [${item('box')}]\nmodel: {provider: "custom:box"}`,
  `agent: {custom_providers: [${item('box')}]}\nmodel: {provider: "custom:box"}`,
  'model: {provider: "custom:box", providers: {box: {base_url: "http://h:1/v1"}}}',
])('one cause, one finding: %s', (yaml) => expect(found(yaml)).toEqual([]));

test('a section that the file has twice is not searched', () => {
  const yaml = `custom_providers: [${item('new')}]\nmodel: {provider: "custom:old"}`;
  expect(found(yaml)).toEqual(['unknown-provider model.provider']);
  expect(found(yaml, { env: {}, partial: new Set(['custom_providers']) })).toEqual([]);
});
