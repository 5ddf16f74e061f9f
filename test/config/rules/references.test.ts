// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { findingsIn, found, said } from './found.ts';

const env = { LLM_KEY: 'x', SET: 'x' };

test.each([
  ['model: {default: "$MODEL"}', 'model.default', '${MODEL}'],
  ['model: {default: "${MODEL"}', 'model.default', '${MODEL}'],
  ['model: {api_key: "$BOX_KEY"}', 'model.api_key', '${BOX_KEY}'],
  ['model: {api_key: "%BOX_KEY%"}', 'model.api_key', '${BOX_KEY}'],
  ['model: {api_key: "$env:BOX_KEY"}', 'model.api_key', '${BOX_KEY}'],
  ['model: {api_key: "{env:BOX_KEY}"}', 'model.api_key', '${BOX_KEY}'],
  ['model: {api_key: "env:BOX_KEY"}', 'model.api_key', '${BOX_KEY}'],
  ['model: {api_key: os.environ/BOX_KEY}', 'model.api_key', '${BOX_KEY}'],
  ['providers: {a: {base_url: "http://a/v1", api_key: LLM_KEY}}', 'providers.a.api_key', '${LLM_KEY}'],
  ['providers: {a: {base_url: "http://a/v1", api_key: OTHER_API_KEY}}', 'providers.a.api_key', '${OTHER_API_KEY}'],
])('a reference that nothing resolves, with what to write: %s', (yaml, path, meant) => {
  expect(found(yaml, { env })).toEqual([`unresolved-variable ${path}`]);
  expect(findingsIn(yaml, { env })[0]?.fix?.edits[0]).toMatchObject({ value: meant });
});

test.each([
  ['model: {base_url: "http://$HOST:8000/v1"}', '${HOST}'],
  ['model: {base_url: "http://${HOST:8000/v1"}', '${HOST}'],
  ['model: {default: "$(cat /run/model)"}', 'is not run'],
])('the same inside of a text, without a fix: %s', (yaml, text) => {
  expect(found(yaml, { env })).toHaveLength(1);
  expect(said(yaml, { env })).toContain(text);
  expect(findingsIn(yaml, { env })[0]?.fix).toBeUndefined();
});

/** References that are resolved, and texts with such signs where anything may stand. */
test.each([
  'model: {api_key: "${SET}", base_url: "http://${SET}:8000/${env:SET}"}',
  'model: {base_url: "http://h/%E4%BD%A0/v1"}',
  'terminal: {cwd: "%USERPROFILE%/work"}',
  'quick_commands: {x: {type: exec, command: "$HOME/bin/x"}}',
  'mcp_servers: {x: {command: c, env: {MODE: PRODUCTION, HOME_DIR: "$HOME"}}}',
  'servers: {q: {model: "~/models/$SIZE.gguf"}}',
])('nothing to expand: %s', (yaml) => expect(found(yaml, { env })).toEqual([]));

test('a secret that begins with a dollar sign stays a secret', () => {
  expect(found('model: {api_key: "$ecret-password-123"}')).toEqual(['secret model.api_key']);
});

test('a name that occurs twice is one variable', () => {
  const text = said('model: {base_url: "http://${A}/${A}"}', { env });
  expect(text).toContain('`${A}` is neither');
});

test.each([
  ['key_env: "${LLM_KEY}"', 'LLM_KEY'],
  ['key_env: "$LLM_KEY"', 'LLM_KEY'],
  ['api_key_env: "env:LLM_KEY"', 'LLM_KEY'],
])('the bare name of a variable is wanted: %s', (line, meant) => {
  const yaml = `providers: {a: {base_url: "http://a/v1", ${line}}}`;
  const [finding, ...others] = findingsIn(yaml, { env });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'config.format', severity: 'error' });
  expect(finding?.fix?.edits[0]).toMatchObject({ value: meant });
});

test('a secret in the place of a name gets a remedy that can be followed', () => {
  const key = 'sk-or-v1-0f9e8d7c6b5a49382716050403020100';
  const yaml = `providers: {box: {base_url: "http://a/v1", key_env: ${key}}}`;
  expect(found(yaml)).toEqual(['secret providers.box.key_env']);
  expect(said(yaml)).toContain('hermes config set BOX_API_KEY -');
  expect(said(yaml)).toContain('write BOX_API_KEY here');
  expect(said(yaml)).not.toContain(key);
  expect(found('providers: {a: {base_url: "http://a/v1", key_env: A_KEY}}')).toEqual([]);
});

test.each([
  ['mcp_servers: {x: {command: c, args: [-y, --api-key, ctx7-3a9d1c2e77aa4f10]}}', 'mcp_servers.x.args[2]'],
  [
    'mcp_servers: {x: {url: "https://h/mcp", headers: {X-Api-Key: 3a9d1c2e77aa4f10}}}',
    'mcp_servers.x.headers.X-Api-Key',
  ],
  [
    'mcp_servers: {x: {url: "https://h/mcp", headers: {Cookie: "sid=3a9d1c2e77aa4f10"}}}',
    'mcp_servers.x.headers.Cookie',
  ],
  ['mcp_servers: {x: {command: c, env: {GH_PAT: 3a9d1c2e77aa4f10}}}', 'mcp_servers.x.env.GH_PAT'],
  ['mcp_servers: {x: {url: "https://h/mcp?api_key=3a9d1c2e77aa4f10"}}', 'mcp_servers.x.url'],
  ['model: {provider: sk-proj-abcdef1234567890abcdef1234}', 'model.provider'],
])('a secret, and nothing else: %s', (yaml, path) => expect(found(yaml)).toEqual([`secret ${path}`]));

test.each([
  'mcp_servers: {x: {command: c, args: [--api-key, "${SET}", --token, none]}}',
  'mcp_servers: {x: {url: "https://h/mcp?key=${SET}&v=1"}}',
  'dashboard: {basic_auth: {password_hash: "$2b$12$abcdefghijklmnopqrstuv"}}',
])('no secret: %s', (yaml) => expect(found(yaml, { env })).toEqual([]));
