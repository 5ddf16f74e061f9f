// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { editText } from '../../src/config/edit-text.ts';
import { validateText } from '../../src/config/validate.ts';

/** Code, suggestion, and the text after the fix, of the only error or warning in a text. */
function only(yaml: string) {
  const { diagnostics, fixes } = validateText(`${yaml}\n`, 'f', { KEY: 'x', SET: 'x' });
  const [finding, ...others] = diagnostics.filter(({ severity }) => severity !== 'info');
  expect(others).toEqual([]);
  const [fix] = fixes.filter(({ code }) => code === finding?.code);
  return {
    code: finding?.code,
    said: finding?.suggestion ?? '',
    fixed: fix ? editText(`${yaml}\n`, fix.edits).trimEnd() : undefined,
  };
}

test.each([
  ['threshold: 80', 'config.percent', 'threshold: 0.8'],
  ['threshold: 80%', 'config.percent', 'threshold: 0.8'],
  ['threshold: 2%', 'config.percent', 'threshold: 0.02'],
  ['threshold: 0,8', 'config.type', 'threshold: 0.8'],
  ['threshold: 0.8;', 'config.type', 'threshold: 0.8'],
  ['threshold: "0.8"', 'config.type', 'threshold: 0.8'],
  ['threshold: 1.5', 'config.range', undefined],
  ['threshold: 3', 'config.percent', undefined],
  ['threshold: 65536', 'config.range', undefined],
  ['target_ratio: 20', 'config.percent', 'target_ratio: 0.2'],
  ['target_ratio: 2', 'config.range', undefined],
  ['target_ratio: 2%', 'config.percent', undefined],
  ['target_ratio: 90', 'config.percent', undefined],
  ['enabled: ja', 'config.type', 'enabled: true'],
  ['enabled: Faux', 'config.type', 'enabled: false'],
])('compression: %s', (line, code, fixed) => {
  const result = only(`compression:\n  ${line}`);
  expect(result.code).toBe(code);
  expect(result.fixed).toBe(fixed === undefined ? undefined : `compression:\n  ${fixed}`);
});

test('what is proposed is allowed', () => {
  expect(only('compression: {target_ratio: 2}').said).toBe('');
  expect(only('compression: {threshold: 65536}').said).toContain('`threshold_tokens: 65536`');
  expect(only('model: {context_length: "131,072"}').said).toContain('131072');
});

test('a number that is meant as text keeps its form', () => {
  expect(only('model:\n  default: 4.50').fixed).toBe('model:\n  default: "4.50"');
  expect(only('display:\n  skin: 0x10').fixed).toBe('display:\n  skin: "0x10"');
});

test.each([
  'mcp_servers: {b: {command: c, env: \'{"A": "${SET}"}\'}}',
  'mcp_servers: {b: {url: "https://x/mcp", headers: \'{"Authorization": "Bearer ${KEY}"}\'}}',
  'providers: \'{"lan": {"base_url": "http://a/v1", "api_key": "${KEY}"}}\'',
])('JSON text with references in it: %s', (yaml) => expect(only(yaml).code).toBe('config.json-text'));

test.each([
  ['custom_providers:\n  box:\n    base_url: http://a/v1', 'providers:\n  box:\n    base_url: http://a/v1'],
  [
    'providers:\n  - name: box\n    base_url: http://a/v1',
    'custom_providers:\n  - name: box\n    base_url: http://a/v1',
  ],
])('the other store of endpoints: %s', (yaml, fixed) => expect(only(yaml).fixed).toBe(fixed));

test('the other store is taken already', () => {
  const { said, fixed } = only(
    'custom_providers: {a: {base_url: "http://a/v1"}}\nproviders: {b: {base_url: "http://b/v1"}}',
  );
  expect(said).toContain('move its entries below `providers:`');
  expect(fixed).toBeUndefined();
});

test.each([
  ['mcp_servers: [{name: fetch, command: uvx}]', 'write `fetch:` for `- name: fetch`'],
  ['mcp_servers: {a: {command: c, env: [TZ=UTC]}}', 'write `TZ: VALUE` for `- TZ=VALUE`'],
  ['fallback_providers: {provider: openrouter, model: m}', 'put `- ` in front of `provider:`'],
  ['fallback_providers: [openrouter/a/b]', '`- provider: openrouter`, and `model: a/b`'],
  ['fallback_providers: [deepseek]', '`- provider: deepseek`, and `model: MODEL`'],
  ['model: {default: [a, b]}', '`fallback_providers`'],
  ['providers: {box: "http://a/v1"}', '`base_url:`'],
])('another shape: %s', (yaml, words) => expect(only(yaml).said).toContain(words));

test.each([
  ['nil', undefined, 'model:\n  default: q'],
  [
    '"[http://a:1/v1](http://a:1/v1)"',
    'did you mean http://a:1/v1?',
    'model:\n  default: q\n  base_url: "http://a:1/v1"',
  ],
  ['a.lan:8000', 'did you mean http://a.lan:8000/v1?', undefined],
  ['http:/a.lan:8000/v1', 'did you mean http://a.lan:8000/v1?', undefined],
  ['wss://a.lan/v1', 'did you mean https://a.lan/v1?', undefined],
  ['some words', '', undefined],
  ['http://127.0.0.1:80800/v1', 'ports end at 65535; 80800 is none', undefined],
])('base_url: %s', (url, said, fixed) => {
  const result = only(`model:\n  default: q\n  base_url: ${url}`);
  expect(result.code).toBe('config.url');
  if (said !== undefined) expect(result.said).toBe(said);
  expect(result.fixed).toBe(fixed);
});

test.each([
  ['/', '/v1', true],
  ['/api', '/v1', true],
  ['/api/chat', '/v1', true],
  ['/completion', '/v1', true],
  ['/v1/chat/completions', '/v1', true],
  ['/v1/models', '/v1', true],
  ['/v1/v1', '/v1', true],
  ['/openai', '/openai/v1', false],
  ['/api/v3', '/api/v1', false],
  ['/proxy/api', '/proxy/api/v1', false],
])('a path that is not /v1: %s', (path, meant, mended) => {
  const { code, said, fixed } = only(`model: {default: q, base_url: "http://a.lan:1${path}"}`);
  expect(code).toBe('config.url-no-v1');
  expect(said).toBe(`did you mean http://a.lan:1${meant}?`);
  expect(fixed !== undefined).toBe(mended);
});

test('a key that a contradiction names is not called old as well', () => {
  const { diagnostics } = validateText('model: {default: a, name: b, api_base: "http://a/v1"}\n', 'f');
  expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'config.contradiction model.name',
    'config.legacy model.api_base',
  ]);
});

test.each([
  'agent: {disabled_toolsets: web}\nplatform_toolsets: {cli: web}\nplugins: {enabled: a}\nskills: {disabled: b}',
  'delegation: {default_toolsets: [web]}',
])('lists of names may be texts, and no key is called unused without proof: %s', (yaml) => {
  expect(validateText(`${yaml}\n`, 'f').diagnostics).toEqual([]);
});

test.each([
  ['5', 'config.type', '5 is taken for 0.0.0.5', undefined],
  ['127', 'config.type', '127.0.0.1 for this machine', undefined],
  ['127.1', 'config.type', 'write 127.0.0.1', '127.0.0.1'],
  ['0x7f000001', 'config.type', 'write 127.0.0.1', '127.0.0.1'],
  ['2130706433', 'config.type', 'write 127.0.0.1', '127.0.0.1'],
  ['"5"', 'config.format', '5 is taken for 0.0.0.5', undefined],
  ['"127.1"', 'config.format', 'write 127.0.0.1', '"127.0.0.1"'],
  ['10.0.0.010', 'config.format', 'taken for 10.0.0.8', undefined],
  ['256.1.1.1', 'config.format', 'in full', undefined],
  ['"127.0.0.1,5"', 'config.format', 'in full', undefined],
])('a server that is to listen at %s', (host, code, said, fixed) => {
  const result = only(`servers:\n  a:\n    host: ${host}`);
  expect(result).toMatchObject({ code, said: expect.stringContaining(said) });
  expect(result.fixed).toBe(fixed === undefined ? undefined : `servers:\n  a:\n    host: ${fixed}`);
});

test.each(['127.0.0.1', '0.0.0.0', '"::1"', 'localhost', 'box5', '5.example.org', '"127.0.0.1,::1"', '/run/a.sock'])(
  'a server may listen at %s',
  (host) => expect(validateText(`servers:\n  a:\n    host: ${host}\n`, 'f', {}).diagnostics).toEqual([]),
);

test.each([
  ['[--host, "5"]', '5 is taken for 0.0.0.5', undefined],
  ['[--host, 5]', '5 is taken for 0.0.0.5', undefined],
  ['["--host=5"]', '0.0.0.5, in an item of its own behind --host', undefined],
  ['["--host=127.1"]', '127.0.0.1, which is what 127.1 stands for, in an item of its own', undefined],
  ['[-ngl, "99", --host, "127.1"]', 'write 127.0.0.1', '[-ngl, "99", --host, "127.0.0.1"]'],
])('a server that is to listen where its flags say: %s', (args, said, fixed) => {
  const result = only(`servers:\n  a:\n    extra_args: ${args}`);
  expect(result).toMatchObject({ code: 'config.format', said: expect.stringContaining(said) });
  expect(result.fixed).toBe(fixed === undefined ? undefined : `servers:\n  a:\n    extra_args: ${fixed}`);
});

test.each([
  '[--host, 127.0.0.1]',
  '[--host, "::1"]',
  '["--host=box5", -ngl, "5"]',
  '[--host]',
  '["5", --host, [5], null]',
])('nothing to say about flags: %s', (args) => {
  const { diagnostics } = validateText(`servers:\n  a:\n    extra_args: ${args}\n`, 'f', {});
  expect(diagnostics.filter(({ code }) => code === 'config.format')).toEqual([]);
});
