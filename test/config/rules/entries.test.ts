// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { findingsIn, found, said } from './found.ts';

test.each([
  ['mcp_servers: {x: {args: [a]}}', 'incomplete mcp_servers.x:'],
  ['mcp_servers: {x: {}}', 'incomplete mcp_servers.x:'],
  ['mcp_servers: {x: {command: npx -y mcp-fetch}}', 'format mcp_servers.x.command'],
  ['mcp_servers: {x: {command: uvx, args: mcp-fetch --quiet}}', 'format mcp_servers.x.args'],
])('an MCP server that does not start: %s', (yaml, finding) => expect(found(yaml)).toEqual([finding]));

test.each([
  'mcp_servers: {x: {url: "https://h/mcp"}, y: {command: uvx, args: [a b]}, z: {command: uvx, args: one}}',
  'mcp_servers: {x: {enabled: false}, y: {serverUrl: "https://h"}, mcpServers: {z: {command: c}}}',
  'mcp_servers: {x: {command: "/Applications/My App/bin"}, y: {command: C:\\Program Files\\x.exe}}',
  'mcp_servers: [1, {args: []}]',
])('an MCP server that does: %s', (yaml) => expect(found(yaml)).toEqual([]));

test('arguments are split only where that is certain', () => {
  const [plain] = findingsIn('mcp_servers: {x: {command: npx -y mcp-fetch}}');
  expect(plain?.fix?.edits).toEqual([
    { path: ['mcp_servers', 'x', 'command'], value: 'npx' },
    { path: ['mcp_servers', 'x', 'args'], value: ['-y', 'mcp-fetch'] },
  ]);
  expect(findingsIn(`mcp_servers: {x: {command: npx -y "a b"}}`)[0]?.fix).toBeUndefined();
  expect(findingsIn('mcp_servers: {x: {command: npx -y a, args: [b]}}')[0]?.fix).toBeUndefined();
});

test('a custom main model without an address anywhere', () => {
  const yaml = 'model: {default: q, provider: custom}';
  expect(findingsIn(yaml)).toMatchObject([{ code: 'config.no-url', severity: 'error' }]);
  expect(found(yaml, { env: { OPENAI_BASE_URL: 'http://h/v1' } })).toEqual([]);
  expect(found(yaml, { env: {}, partial: new Set(['model']) })).toEqual([]);
  expect(found('model: {provider: custom, api_key: "${K}"}')).toEqual(['no-url model.provider']);
});

test.each([
  'model: {provider: custom, base_url: "http://a/v1"}',
  'model: {provider: custom, base_url: "${URL}"}',
  'model: {provider: custom, api_base: "http://a/v1"}',
  'model: {provider: custom, baseurl: "http://a/v1"}',
  'model: {provider: custom}\nbase_url: "http://a/v1"',
  'model: {provider: custom}\nproviders: {a: {base_url: "http://a/v1"}}',
  'model: {provider: custom}\ncustom_providers: [{name: a, base_url: "http://a/v1"}]',
])('an address is somewhere: %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  'model: {provider: openrouter, base_url: "http://192.168.1.5:8000/v1"}',
  'model: {provider: Z.AI, base_url: "http://localhost:8000/v1"}',
])('a hosted service on the own network: %s', (yaml) => expect(found(yaml)).toEqual(['contradiction model.provider']));

test.each([
  'model: {provider: openrouter, base_url: "https://openrouter.ai/api/v1"}',
  'model: {provider: openai, base_url: "http://localhost:4000/v1"}',
  'model: {provider: lmstudio, base_url: "http://localhost:1234/v1"}',
  'model: {provider: vllm, base_url: "http://localhost:1234/v1"}',
  'model: {provider: nim, base_url: "http://localhost:1/v1"}\nproviders: {nim: {base_url: "http://localhost:1/v1"}}',
])('both may be meant: %s', (yaml) => expect(found(yaml)).toEqual([]));

test('an auxiliary model at the main endpoint is a note that names it', () => {
  const yaml =
    'model: {provider: custom, base_url: "http://a/v1"}\nauxiliary: {vision: {provider: custom, model: m, base_url: ""}}';
  expect(findingsIn(yaml)).toMatchObject([{ code: 'config.auxiliary', severity: 'info' }]);
  expect(said(yaml)).toContain('(http://a/v1) is asked for "m"');
});

test('several models of one endpoint are no duplicates', () => {
  const items = (...all: string[]): string[] => found(`custom_providers: [${all.map((it) => `{${it}}`).join(', ')}]`);
  const [a, b] = ['name: x, base_url: "http://a/v1"', 'name: x, base_url: "http://b/v1"'];
  expect(items(`${a}, model: m`, `${a}, model: n`)).toEqual([]);
  expect(items(`${a}, model: m`, `${a}, model: m`)).toEqual(['duplicate-provider custom_providers[1].name']);
  expect(items(`${a}, model: m`, `${b}, model: n`)).toEqual(['duplicate-provider custom_providers[1].name']);
});

test.each([
  [-1, 0],
  [0, 1],
  [11, 1],
  [12, 0],
  [50, 0],
])('_config_version: %i', (version, count) => {
  expect(findingsIn(`_config_version: ${version}`)).toHaveLength(count);
});

test('a threshold of 0, and a window in thousands', () => {
  expect(found('compression: {threshold: 0}')).toEqual(['trigger compression.threshold']);
  expect(found('compression: {threshold: 0, enabled: false}')).toEqual([]);
  expect(said('model: {context_length: 65}')).toContain('did you mean 65536?');
  expect(said('model: {context_length: 128}')).toContain('did you mean 131072?');
  expect(said('model: {context_length: 8192}')).not.toContain('did you mean');
});

test.each([
  ['model: {default: “qwen3”}', 'model.default', 'qwen3'],
  ['model: {provider: „custom“, base_url: "http://a/v1"}', 'model.provider', 'custom'],
])('curly quotes: %s', (yaml, path, meant) => {
  const finding = findingsIn(yaml).find(({ code }) => code === 'config.format');
  expect(finding?.path.join('.')).toBe(path);
  expect(finding?.fix?.edits[0]).toMatchObject({ value: meant });
});

test.each([
  ['agent: {disabled_toolsets: [-web -tts]}', 'format agent.disabled_toolsets'],
  ['agent:\n  disabled_toolsets:\n    -web\n    -tts', 'format agent.disabled_toolsets'],
])('dashes without a space: %s', (yaml, finding) => {
  expect(found(yaml)).toEqual([finding]);
  expect(findingsIn(yaml)[0]?.fix?.edits[0]).toMatchObject({ value: ['web', 'tts'] });
});

test.each([
  'agent: {system_prompt: “Hello”}',
  'servers: {q: {extra_args: [-a -b]}}',
  'agent: {disabled_toolsets: [-web]}',
])('no slip: %s', (yaml) => expect(found(yaml)).toEqual([]));
