// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { found, said } from './found.ts';

const own = 'model: {default: m, provider: custom, base_url: "http://127.0.0.1:8000/v1"}';
const box = 'custom_providers: [{name: box, base_url: "http://box:8000/v1", model: m';

test.each([
  ['model: {context_length: 16384}', ['context-small model.context_length']],
  ['model: {context_length: 63999}', ['context-small model.context_length']],
  [
    `${box}, context_length: 8192, models: {m: {context_length: 4096}, n: {context_length: 65536}}}]`,
    ['context-small custom_providers[0].context_length', 'context-small custom_providers[0].models.m.context_length'],
  ],
  [
    'providers: {box: {models: [{id: m, context_length: 4096}, n]}}',
    ['context-small providers.box.models[0].context_length'],
  ],
  ['providers: {box: {contextLength: 4096}}', ['context-small providers.box.contextLength']],
  [
    'fallback_providers: [{provider: openrouter, model: m, context_length: 32768}]',
    ['context-small fallback_providers[0].context_length'],
  ],
])('windows below 64,000 tokens: %s', (yaml, expected) => expect(found(yaml)).toEqual(expected));

test.each([
  'model: {context_length: 64000}',
  'model: {context_length: 0}',
  'model: {context_length: "16384"}',
  'model: {context_length: null}',
  'model: {context_length: "${WINDOW}"}',
  'auxiliary: {vision: {provider: main, context_length: 8192}}',
  'tools: {context_length: 100}',
])('no small window: %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  ['{context_length: 131072, max_tokens: 32768}', '{threshold: 0.8}', ['trigger compression.threshold']],
  ['{context_length: 131072, max_tokens: 32768}', '{}', ['trigger model.max_tokens']],
  ['{context_length: 131072, max_tokens: 32768}', '{threshold: null}', ['trigger model.max_tokens']],
  ['{context_length: 65536}', '{threshold_tokens: 65536}', ['trigger compression.threshold_tokens']],
  ['{context_length: 65536}', '{threshold_tokens: 256000}', ['trigger compression.threshold_tokens']],
  ['{context_length: 65536}', '{threshold: 1}', ['trigger compression.threshold']],
  [
    '{default: qwen3-coder, context_length: 65536, max_tokens: 8192}',
    '{threshold: 0.5, model_thresholds: {qwen: 0.6, qwen3: 0.95}}',
    ['trigger compression.model_thresholds.qwen3'],
  ],
])('model %s, compression %s', (model, compression, expected) => {
  expect(found(`model: ${model}\ncompression: ${compression}\n`)).toEqual(expected);
});

test.each([
  [
    '{context_length: 131072, max_tokens: 32768}',
    '{threshold: 0.85}',
    'set `compression.threshold` to 0.75 or less, or `model.max_tokens` to 19661 or less',
  ],
  ['{context_length: 131072, max_tokens: 131072}', '{threshold: 0.85}', 'set `model.max_tokens` to 19661 or less'],
  ['{context_length: 131072, max_tokens: 32768}', '{threshold: 1}', 'set `compression.threshold` to 0.75 or less'],
  ['{context_length: 131072, max_tokens: 131072}', '{threshold: 1}', 'set `compression.threshold` to 0.8 and'],
  [
    '{default: qwen, context_length: 131072, max_tokens: 32768}',
    '{model_thresholds: {qwen: 0.9}}',
    '`compression.model_thresholds.qwen` to 0.75',
  ],
])('the remedy for model %s, compression %s', (model, compression, part) => {
  expect(said(`model: ${model}\ncompression: ${compression}\n`)).toContain(part);
});

/** It fits, compression is off, the window is unknown, or a value is wrong in itself. */
test.each([
  ['{context_length: 131072, max_tokens: 26215}', '{threshold: 0.8}'],
  ['{context_length: 131072, max_tokens: 32768}', '{threshold: 0.8, threshold_tokens: 90000}'],
  ['{context_length: 131072, max_tokens: 65536}', '{enabled: false, threshold: 0.8}'],
  ['{context_length: 131072, max_tokens: 65536}', '{enabled: off}'],
  ['{max_tokens: 65536}', '{threshold: 0.8, threshold_tokens: 256000}'],
  ['{context_length: "${WINDOW}", max_tokens: 65536}', '{threshold: 0.8}'],
  ['{context_length: 131072, max_tokens: 65536}', '{threshold: 80}'],
  ['{context_length: 131072, max_tokens: 65536}', '{threshold: high}'],
  ['{context_length: 131072, max_tokens: 65536}', '[0.8]'],
  ['{context_length: 131072, max_tokens: null}', '{threshold: 0.85, threshold_tokens: null}'],
])('nothing to say about model %s, compression %s', (model, compression) => {
  expect(found(`model: ${model}\ncompression: ${compression}\n`)).toEqual([]);
});

/** Where the window comes from when `model` does not say it. */
test.each([
  `${box}, models: {m: {context_length: 65536}}}]\nmodel: {default: m, provider: "custom:box"}`,
  `${box}, models: {m: {context_length: 65536}}}]\nmodel: {default: m, provider: custom, base_url: "http://BOX:8000/v1/"}`,
  `${box}, models: [{id: m, context_length: 65536}]}]\nmodel: {provider: Box}`,
  `${box}, context_length: 65536}]\nmodel: {default: other, provider: box}`,
  'providers: {box: {models: {m: {context_length: 65536}}}}\nmodel: {default: m, provider: box}',
  `${own}\nservers: {qwen: {ctx_size: 65536}}`,
  `${own}\nservers: {qwen: {ctx_size: 131072, parallel: 2}}`,
  `${own}\nservers: {qwen: {model: m.gguf}}`,
  `model: m\ncontext_length: 65536`,
])('a window of 65,536 tokens: %s', (yaml) => {
  const text = `${yaml}\ncompression: {threshold_tokens: 65536}\n`;
  expect(found(text)).toEqual(['trigger compression.threshold_tokens']);
  expect(said(text)).toContain('52,428 tokens (80 % of 65,536)');
});

test.each([
  `${own}\nservers: {qwen: {ctx_size: 0}}`,
  `${own}\nservers: {qwen: {port: 8001}}`,
  'model: {provider: "custom:box", default: m}\nproviders: {box: {name: box}}',
])('no known window: %s', (yaml) => {
  expect(found(`${yaml}\ncompression: {threshold_tokens: 9999999}\n`)).toEqual([]);
});

const main = 'model: {context_length: 131072}';

test.each([
  [`${main}\nauxiliary: {compression: {provider: main, context_length: 65536}}`, 'context_length'],
  [
    `${main}\nproviders: {b: {base_url: "http://b:1/v1", models: {s: {context_length: 65536}}}}\nauxiliary: {compression: {provider: b, model: s}}`,
    'model',
  ],
  [
    `${main}\nservers: {s: {port: 8001, ctx_size: 65536}}\nauxiliary: {compression: {provider: custom, model: s, base_url: "http://localhost:8001/v1"}}`,
    'model',
  ],
])('the model that compresses is too small: %s', (yaml, key) => {
  expect(found(yaml)).toEqual([`aux-window auxiliary.compression.${key}`]);
  expect(said(yaml)).toMatch(/65,536 tokens, and compression starts at 104,857 tokens \(80 % of 131,072\)/);
  expect(said(yaml)).toContain('`compression.threshold` to 0.45');
});

test.each([
  `${main}\nauxiliary: {compression: {provider: main, context_length: 104857}}`,
  `${main}\ncompression: {threshold: 0.5}\nauxiliary: {compression: {provider: main, context_length: 65536}}`,
  `${main}\ncompression: {enabled: false}\nauxiliary: {compression: {provider: main, context_length: 65536}}`,
  `${main}\nauxiliary: {compression: {provider: auto, model: ""}}`,
  'auxiliary: {compression: {provider: main, context_length: 65536}}',
])('the model that compresses is large enough: %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  [
    `model: {base_url: "http://localhost:8000/v1", context_length: 131072}`,
    '{ctx_size: 131072, parallel: 2}',
    'parallel',
    '65,536 for each request, but `context_length` counts on 131,072',
  ],
  [
    `model: {base_url: "http://127.0.0.1:8000/v1", context_length: 131072}`,
    '{ctx_size: 65536, host: 0.0.0.0, port: 8000}',
    'ctx_size',
    'window of 65,536 tokens, but `context_length` counts on 131,072',
  ],
  [
    `model: {provider: "custom:q"}\nproviders: {q: {base_url: "http://[::1]:9000/v1", context_length: 131072}}`,
    '{ctx_size: 65536, port: 9000}',
    'ctx_size',
    'set `ctx_size` to 131072',
  ],
  ['', '{ctx_size: 65536, parallel: 4}', 'parallel', '4 slots: 16,384 for each request; agents want 64,000'],
  ['', '{parallel: 2}', 'parallel', '65,536 tokens among 2 slots: 32,768'],
])('slots: %s servers %s', (model, server, key, part) => {
  const yaml = `${model}\nservers: {q: ${server}}\n`;
  expect(found(yaml)).toEqual([`slots servers.q.${key}`]);
  expect(said(yaml)).toContain(part);
});

test('a server without figures is pointed at by its name', () => {
  expect(found(`${own.replace('}', ', context_length: 131072}')}\nservers: {q: {model: m.gguf}}\n`)).toEqual([
    'slots servers.q:',
  ]);
});

test.each([
  `model: {base_url: "http://localhost:8000/v1", context_length: 65536}\nservers: {q: {ctx_size: 131072, parallel: 2}}`,
  `model: {base_url: "http://localhost:8000/v1", context_length: 131072}\nservers: {q: {ctx_size: 0}}`,
  `model: {base_url: "http://192.168.5.84:8000/v1", context_length: 131072}\nservers: {q: {ctx_size: 65536}}`,
  `model: {base_url: "http://localhost:8001/v1", context_length: 131072}\nservers: {q: {ctx_size: 65536}}`,
  'servers: {q: {ctx_size: 32768}}',
  'servers: {q: {ctx_size: 131072, parallel: 2}}',
  'servers: {q: {ctx_size: many, parallel: 8}}',
  'servers: {q: {ctx_size: "${CTX}", parallel: 8}}',
])('slots large enough: %s', (yaml) => expect(found(yaml)).toEqual([]));
