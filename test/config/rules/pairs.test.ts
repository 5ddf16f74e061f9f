// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { found, said } from './found.ts';

test.each([
  ['model: {default: a, model: b}', 'model.model:', '`model.default` is "a"'],
  ['model: {default: a, name: b}', 'model.name:', '`model.default` is "a"'],
  ['model: {model: a, name: b}', 'model.name:', '`model.model` is "a"'],
  [
    'fallback_model: {provider: openrouter, model: m}\nfallback_providers: [{provider: zai, model: m}]',
    'fallback_model:',
    '`fallback_providers` is set, too',
  ],
  ['providers: {box: {api_key: ollama, key_env: K}}', 'providers.box.key_env:', '`providers.box.api_key` is set, too'],
  [
    'custom_providers: [{name: b, base_url: "http://h:1/v1", apiKey: "${A}", api_key_env: K}]',
    'custom_providers[0].api_key_env:',
    'hermes config unset custom_providers.0.apiKey',
  ],
  [
    'compression: {enabled: false}\nauxiliary: {compression: {provider: zai, model: m}}',
    'auxiliary.compression.model:',
    'hermes config set compression.enabled true',
  ],
  ['compression: {enabled: off}\nauxiliary: {compression: {model: m}}', 'auxiliary.compression.model:', ''],
  ['human_delay: {mode: custom, min_ms: 2500, max_ms: 800}', 'human_delay.min_ms:', '(2,500 ms)'],
  ['servers: {a: {port: 8001}, b: {port: 8001}}', 'servers.b.port:', 'hermes config set servers.b.port 8002'],
  ['servers: {a: {}, b: {port: 8000, host: localhost}}', 'servers.b.port:', '`servers.a`'],
  ['servers: {a: {host: 0.0.0.0, port: 9000}, b: {host: 10.0.0.5, port: 9000}}', 'servers.b.port:', ''],
  ['servers: {a: {port: 8000}, b: {}}', 'servers.b:', 'hermes config set servers.b.port 8001'],
  ['plugins: {enabled: [x, y], disabled: [y]}', 'plugins.enabled[1]', '"y"'],
  ['model: {context_length: 65536, ollama_num_ctx: 131072}', 'model.ollama_num_ctx:', '131,072'],
  ['model: {context_length: 131072, ollama_num_ctx: 65536}', 'model.ollama_num_ctx:', 'counts on 131,072'],
])('%s', (yaml, place, part) => {
  expect(found(yaml)).toEqual([`contradiction ${place}`]);
  expect(said(yaml)).toContain(part);
});

test.each([
  'model: {default: a, model: a, name: ""}',
  'model: {default: {provider: zai, model: a}, model: b}',
  'fallback_model: {provider: openrouter, model: m}\nfallback_providers: []',
  'fallback_model: null\nfallback_providers: [{provider: zai, model: m}]',
  'fallback_model: {}\nfallback_providers: [{provider: zai, model: m}]',
  'providers: {box: {api_key: "${BOX_KEY}", key_env: BOX_KEY}, b2: {api_key: "", key_env: K}}',
  'compression: {enabled: true}\nauxiliary: {compression: {provider: zai, model: m}}',
  'compression: {enabled: false}\nauxiliary: {compression: {provider: auto, model: ""}}',
  'compression: {enabled: null}\nauxiliary: {compression: {provider: zai, model: m}}',
  'human_delay: {min_ms: 800, max_ms: 800}',
  'human_delay: {min_ms: 800}',
  'servers: {a: {port: 8001}, b: {port: 8002}, c: {host: 10.0.0.5, port: 8001}, d: {host: 10.0.0.6, port: 8001}}',
  'servers: {a: {port: "${P}"}, b: {port: "${P}"}, c: 5}',
  'plugins: {enabled: [x, 1], disabled: [1, y]}',
  'plugins: {enabled: x, disabled: [x]}',
  'model: {context_length: 65536, ollama_num_ctx: 65536}',
  'model: {context_length: null, ollama_num_ctx: 65536}',
])('no contradiction: %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  ['{provider: auto, model: m}', 'model', 'hermes config set auxiliary.vision.provider PROVIDER'],
  ['{model: m}', 'model', 'no provider'],
  ['{provider: none, model: m}', 'model', 'no provider'],
  ['{provider: auto, base_url: "http://h:1/v1"}', 'base_url', 'hermes config set auxiliary.vision.provider custom'],
  ['{provider: auto, base_url: "http://h:1/v1", model: m}', 'base_url', ''],
  ['{provider: openrouter}', 'provider', 'hermes config set auxiliary.vision.model MODEL'],
  ['{provider: openrouter, model: ""}', 'provider', ''],
])('an auxiliary task without its other half: %s', (task, key, part) => {
  const yaml = `auxiliary: {vision: ${task}}`;
  expect(found(yaml)).toEqual([`auxiliary auxiliary.vision.${key}`]);
  expect(said(yaml)).toContain(part);
});

/** Defaults as dumps carry them, an endpoint of one's own, tasks that nothing runs. */
test.each([
  'auxiliary: {vision: {provider: auto, model: "", base_url: "", api_key: "", timeout: 120, extra_body: {}}}',
  'auxiliary: {vision: {provider: custom}}',
  'auxiliary: {vision: {provider: main}}',
  'auxiliary: {vision: {provider: main, model: m}}',
  'auxiliary: {vision: {provider: openrouter, model: m}}',
  'auxiliary: {vision: {base_url: "http://h:1/v1", model: m}}',
  'auxiliary: {vision: {provider: "${P}"}}',
  'auxiliary: {vision: {provider: ollama}}',
  'auxiliary: {vision: {provider: box}}\nproviders: {box: {base_url: "http://h:1/v1", default_model: m}}',
  'auxiliary: {vision: {provider: "custom:box"}}\ncustom_providers: [{name: box, base_url: "http://h:1/v1", models: [m]}]',
  'auxiliary: {title_generation: {enabled: false, provider: openrouter}}',
  'auxiliary: {web_extract: {provider: openrouter}, flush_memories: {provider: auto, model: m}}',
  'auxiliary: {transient_retries: 2, free_only: true, openrouter_model: m}',
])('an auxiliary task that is complete: %s', (yaml) => expect(found(yaml)).toEqual([]));
