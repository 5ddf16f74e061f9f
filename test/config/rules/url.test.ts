// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { editText } from '../../../src/config/edit-text.ts';
import { findingsIn, found, said } from './found.ts';

const u = 'http://192.168.5.84:8000';

test.each([
  [`model: {base_url: ${u}}`, ['url-no-v1 model.base_url']],
  [`model: {api_base: ${u}/}`, ['url-no-v1 model.api_base']],
  [`providers: {box: {api: ${u}}}`, ['url-no-v1 providers.box.api']],
  [`providers: {box: {baseUrl: ${u}}}`, ['url-no-v1 providers.box.baseUrl']],
  [`custom_providers: [{name: box, url: "${u}"}]`, ['url-no-v1 custom_providers[0].url']],
  [
    `auxiliary: {vision: {provider: custom, model: m, base_url: "http://box:8000"}}`,
    ['url-no-v1 auxiliary.vision.base_url'],
  ],
  [
    `fallback_providers: [{provider: custom, model: m, base_url: "http://localhost:8081/"}]`,
    ['url-no-v1 fallback_providers[0].base_url'],
  ],
  [
    `fallback_model: {provider: custom, model: m, base_url: "http://localhost:8081/"}`,
    ['url-no-v1 fallback_model.base_url'],
  ],
  [`delegation: {base_url: "http://nas.local:8000"}`, ['url-no-v1 delegation.base_url']],
  [
    `model_aliases: {q: {model: m, provider: custom, base_url: "http://10.0.0.5:8000/v2"}}`,
    ['url-no-v1 model_aliases.q.base_url'],
  ],
  [
    `auxiliary: {mcp: {provider: main, fallback_chain: [{provider: custom, model: m, base_url: "${u}"}]}}`,
    ['url-no-v1 auxiliary.mcp.fallback_chain[0].base_url'],
  ],
  [`model: {base_url: http://h:99999/v1}`, ['url model.base_url']],
  [`model: {base_url: "http://[::1/v1"}`, ['url model.base_url']],
  [`model: {base_url: ${u}/v1/chat/completions}`, ['url-no-v1 model.base_url']],
])('%s', (yaml, expected) => expect(found(yaml)).toEqual(expected));

/** Hosted services and the Anthropic wire have paths of their own; what the schema or the environment decides is left. */
test.each([
  `model: {base_url: ${u}/v1/}`,
  'model: {base_url: https://api.z.ai/api/coding/paas/v4}',
  'model: {base_url: https://api.example.com}',
  'model: {base_url: https://api.example.com/v1/messages}',
  `model: {base_url: ${u}, api_mode: anthropic_messages}`,
  `providers: {box: {api: ${u}, transport: anthropic}}`,
  `model: {base_url: ${u}/v1beta/openai/}`,
  `model: {base_url: ${u}/anthropic}`,
  'model: {base_url: "", api_base: null}',
  "model: {base_url: 'http://${HOST}:8000'}",
  "model: {base_url: 'http://{region}.box:8000'}",
  'model: {base_url: "192.168.5.84:8000"}',
  'model: {base_url: http://my host:8000}',
  'model: {base_url: 5}',
  `auxiliary: {web_extract: {base_url: ${u}}}`,
])('nothing to say about %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  [u, `${u}/v1`],
  [`${u}/`, `${u}/v1`],
  [`${u}/v2`, `${u}/v1`],
  [`${u}/v1/chat/completions`, `${u}/v1`],
  ['http://u:u@box:8000', 'http://u:u@box:8000/v1'],
])('the fix for %s writes %s and nothing else', (url, meant) => {
  const yaml = `model:\n  base_url: ${url}   # mine\n`;
  const [finding] = findingsIn(yaml);
  expect(finding?.suggestion).toContain('/v1?');
  expect(finding?.fix?.edits).toEqual([{ path: ['model', 'base_url'], value: meant }]);
  expect(editText(yaml, finding?.fix?.edits ?? [])).toBe(`model:\n  base_url: ${meant}   # mine\n`);
});

test('a login is not repeated, and an address with a query is not rewritten', () => {
  expect(said('model: {base_url: "http://me:topsecret@box:8000"}')).not.toContain('topsecret');
  expect(findingsIn(`model: {base_url: "${u}?key=1"}`)[0]?.fix).toBeUndefined();
});
