import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { preparePlugins } from '../../src/config/index.ts';
import { setKey } from '../../src/config/set.ts';
import { tempHome } from '../helpers/home.ts';
import { withoutRoot } from '../helpers/other-user.ts';

/** The file after one `config set`. */
async function after(before: string, key: string, value: string, options = {}): Promise<string> {
  const paths = tempHome({ 'config.yaml': before });
  await setKey(paths, key, value, options);
  return readFileSync(paths.config, 'utf8');
}

test.each([
  ['auxiliary.compression.model', 'deepseek-v3-flash', 'auxiliary:\n  compression:\n    model: deepseek-v3-flash\n'],
  ['compression.threshold', '0.8', 'compression:\n  threshold: 0.8\n'],
  ['compression.enabled', 'off', 'compression:\n  enabled: false\n'],
  ['model.default', '007', 'model:\n  default: "007"\n'],
  ['model.default', 'true', 'model:\n  default: "true"\n'],
  ['model', 'gpt', 'model:\n  default: gpt\n'],
  ['model.context_length', '65,536', 'model:\n  context_length: 65536\n'],
  ['model.context_length', 'null', 'model:\n  context_length: null\n'],
  [
    'custom_providers',
    '[{"name":"b","base_url":"http://b:1/v1"}]',
    'custom_providers:\n  - name: b\n    base_url: http://b:1/v1\n',
  ],
  ['custom_providers.0.name', 'b', 'custom_providers:\n  - name: b\n'],
  ['servers.qwen.extra_args', '[-ngl, 99]', 'servers:\n  qwen:\n    extra_args:\n      - -ngl\n      - 99\n'],
  ['agent.max_turns', '90', 'agent:\n  max_turns: 90\n'],
  ['agent.verbose', 'yes', 'agent:\n  verbose: true\n'],
  ['agent.personalities.x', 'be brief: always', 'agent:\n  personalities:\n    x: "be brief: always"\n'],
  ['model.aliases.qwen3\\.6', 'q', 'model:\n  aliases:\n    qwen3.6: q\n'],
])('%s = %s', async (key, value, expected) => {
  expect(await after('', key, value)).toBe(expected);
});

test.each([
  ['compression.threshold', '140', 'config.range'],
  ['compression.threshold', '40', 'config.percent'],
  ['compression.threshold', 'high', 'config.type'],
  ['compression', 'on', 'config.type'],
  ['model.api_mode', 'soap', 'config.enum'],
  ['model.base_url', 'localhost:8000', 'config.url'],
  ['base_url', 'http://h/v1', 'config.unknown-key'],
  ['compression.treshold', '0.5', 'config.unknown-key'],
  ['compresion.threshold', '0.5', 'config.unknown-key'],
  ['compression.threshold.x', '0.5', 'config.unknown-key'],
  ['a..b', '1', 'usage.invalid'],
])('refused: %s = %s', async (key, value, code) => {
  const paths = tempHome();
  await expect(setKey(paths, key, value)).rejects.toMatchObject({ code, exit: code === 'usage.invalid' ? 2 : 1 });
  expect(existsSync(paths.config)).toBe(false);
});

test('--force writes a key that nothing reads, not a wrong value', async () => {
  expect(await after('', 'my_tool.x', '1', { force: true })).toBe('my_tool:\n  x: 1\n');
  await expect(after('', 'compression.threshold', '140', { force: true })).rejects.toMatchObject({
    code: 'config.range',
  });
});

test('other faults of the file do not stand in the way', async () => {
  expect(await after('compression: {threshold: 40}\n', 'model.default', 'x')).toContain('default: x');
  expect(await after('compression: {threshold: 40}\n', 'compression.threshold', '0.4')).toBe(
    'compression: {threshold: 0.4}\n',
  );
});

test('says what it did', async () => {
  const paths = tempHome({ 'config.yaml': 'model:\n  context_length: 65536\n' });
  const again = await setKey(paths, 'model.context_length', '65536');
  expect(again).toMatchObject({ key: 'model.context_length', value: 65536, file: paths.config, changed: false });
  const small = await setKey(paths, 'model.context_length', '16384');
  expect(small).toMatchObject({ changed: true, warnings: [{ code: 'config.context-small' }] });
});

test('keys go into .env and are shown masked', async () => {
  const paths = tempHome();
  const result = await setKey(paths, 'deepseek_api_key', 'sk-0123456789abcdef');
  expect(result).toMatchObject({ key: 'DEEPSEEK_API_KEY', value: 'sk-…cdef', file: paths.env, changed: true });
  expect(readFileSync(paths.env, 'utf8')).toBe('DEEPSEEK_API_KEY=sk-0123456789abcdef\n');
  await setKey(paths, 'AWS_SECRET_ACCESS_KEY', 'abcdefgh1234');
  expect(readFileSync(paths.env, 'utf8')).toContain('AWS_SECRET_ACCESS_KEY=abcdefgh1234\n');
  expect(existsSync(paths.config)).toBe(false);
  const inConfig = await setKey(paths, 'model.api_key', 'sk-0123456789abcdef');
  expect(inConfig).toMatchObject({ value: 'sk-…cdef', warnings: [{ code: 'config.secret' }] });
});

test.each([
  ['X_API_KEY', 'sk-012345…abcdef'],
  ['X_API_KEY', 'two words'],
  ['HF_TOKEN', ''],
  ['HF_SECRET', ''],
])('%s is not set to %j', async (name, value) => {
  const paths = tempHome({ '.env': `${name}=before\n` });
  await expect(setKey(paths, name, value)).rejects.toMatchObject({ code: 'env.value', exit: 2 });
  expect(readFileSync(paths.env, 'utf8')).toBe(`${name}=before\n`);
});

test.each([
  ['', 'mytool.version', '1.10', 'mytool:\n  version: "1.10"\n'],
  ['', 'mytool.count', '65536', 'mytool:\n  count: 65536\n'],
  ['mytool: {share: 0.5}\n', 'mytool.share', '0.80', 'mytool: {share: 0.8}\n'],
  ['', 'compression.threshold', '0.80', 'compression:\n  threshold: 0.8\n'],
])(
  'in %j %s = %s: a number only where it comes out as it went in, or is wanted',
  async (before, key, value, expected) => {
    expect(await after(before, key, value, { force: true })).toBe(expected);
  },
);

test('a secret is recognised by what stands above and before it', async () => {
  const paths = tempHome();
  const header = await setKey(paths, 'model.extra_headers.X-Foo', 'topsecretvalue');
  const args = await setKey(paths, 'mcp_servers.x.args', '["--api-key", "topsecretvalue"]');
  expect(JSON.stringify([header.value, args.value])).not.toContain('topsecret');
});

test.each([
  ['modle.default', 'model.default'],
  ['modle.defualt', 'model.default'],
  ['Model.base-url', 'model.base_url'],
  ['modle.foo', 'model'],
  ['auxilary.compresion.modle', 'auxiliary.compression.model'],
  ['base_url', 'model.base_url'],
  ['wholly.different', undefined],
  ['compression.foo', undefined],
])('%s: did you mean %s?', async (key, meant) => {
  const error = await setKey(tempHome(), key, 'x').catch((e: { code: string; try: string[] }) => e);
  expect(error).toMatchObject({ code: 'config.unknown-key' });
  const suggested = 'try' in error ? error.try.join('\n').match(/Did you mean `(.*)`/)?.[1] : 'nothing was thrown';
  expect(suggested).toBe(meant);
});

test.each([
  ['', 'servers.qwen.extra_args', ['-ngl', '99'], 'servers:\n  qwen:\n    extra_args:\n      - -ngl\n      - 99\n'],
  ['', 'servers.qwen.extra_args', ['-fa'], 'servers:\n  qwen:\n    extra_args:\n      - -fa\n'],
  ['fallback_providers: []\n', 'fallback_providers.0.model', ['x'], 'fallback_providers:\n  - model: x\n'],
  ['a: [x, y]\n', 'a.2', ['z'], 'a: [x, y, z]\n'],
  ['', 'model.api_mode', ['openai'], 'model:\n  api_mode: chat_completions\n'],
  ['', 'approvals.mode', ['off'], 'approvals:\n  mode: "off"\n'],
  ['', 'approvals.mode', ['no'], 'approvals:\n  mode: "off"\n'],
  ['', 'approvals.mode', ['Manual'], 'approvals:\n  mode: manual\n'],
  ['', 'model.context_length', [`\${WINDOW}`], `model:\n  context_length: \${WINDOW}\n`],
  ['', 'compression.enabled', [`\${ON}`], `compression:\n  enabled: \${ON}\n`],
  ['', 'model.api_base', ['http://h:1/v1'], 'model:\n  base_url: http://h:1/v1\n'],
  [
    'model:\n  api_base: http://a:1/v1 # lan\n',
    'model.api_base',
    ['http://h:1/v1'],
    'model:\n  base_url: http://h:1/v1 # lan\n',
  ],
  ['model: gpt # mine\n', 'model.default', ['x'], 'model: x # mine\n'],
  ['model: gpt # mine\n', 'model.provider', ['deepseek'], 'model: # mine\n  default: gpt\n  provider: deepseek\n'],
  ['compression: {enabled: false} # c\n', 'compression', ['{"enabled": true}'], 'compression: # c\n  enabled: true\n'],
  ['# a\r\nmodel:\r\n  default: m\r\n', 'model.provider', ['p'], '# a\r\nmodel:\r\n  default: m\r\n  provider: p\r\n'],
])('%j, set %s %j', async (before, key, values, expected) => {
  const paths = tempHome({ 'config.yaml': before });
  await setKey(paths, key, values, { force: key.startsWith('a.') });
  expect(readFileSync(paths.config, 'utf8')).toBe(expected);
});

test.each([
  ['compression.threshold', ['0.5', '0.6'], 'usage.invalid'],
  ['DEEPSEEK_API_KEY', ['sk-0123456789', 'x'], 'usage.invalid'],
  ['toolsets', ['web'], 'config.unknown-key'],
  ['fallback_providers.3.model', ['x'], 'config.edit-refused'],
])('refused: %s %j', async (key, values, code) => {
  const paths = tempHome();
  await expect(setKey(paths, key, values)).rejects.toMatchObject({ code });
  expect(existsSync(paths.config)).toBe(false);
});

test('a single value over a section is refused with its keys, and written with --force', async () => {
  const before = 'compression:\n  threshold: 0.5\n  enabled: true\n';
  const paths = tempHome({ 'config.yaml': before });
  await expect(setKey(paths, 'compression', 'off')).rejects.toMatchObject({
    code: 'config.type',
    message: expect.stringMatching(/`threshold`, `enabled`/),
  });
  await expect(setKey(paths, 'compression', 'null')).rejects.toMatchObject({ code: 'config.type' });
  expect(readFileSync(paths.config, 'utf8')).toBe(before);
  const forced = await setKey(paths, 'compression', 'off', { force: true });
  expect(forced).toMatchObject({ changed: true, warnings: [{ code: 'config.type' }] });
  expect(readFileSync(paths.config, 'utf8')).toBe('compression: "off"\n');
});

test('an older name is written under the present one, and that is said; the old content is kept', async () => {
  const paths = tempHome({ 'config.yaml': 'model:\n  default: m\n' });
  const done = await setKey(paths, 'model.api_base', 'http://h:1/v1');
  expect(done).toMatchObject({
    key: 'model.base_url',
    notes: ['`model.api_base` is now `model.base_url`, which was set'],
  });
  const folder = join(paths.ops, 'backups');
  const [backup = ''] = readdirSync(folder);
  expect(readFileSync(join(folder, backup), 'utf8')).toBe('model:\n  default: m\n');
});

test('an entry may be made key by key: what is still missing is a warning', async () => {
  const paths = tempHome();
  expect(await setKey(paths, 'custom_providers.0.name', 'b')).toMatchObject({ warnings: [{ code: 'config.no-url' }] });
  expect(await setKey(paths, 'custom_providers.0.base_url', 'http://b:1/v1')).toMatchObject({ warnings: [] });
});

test('a section of a plugin is typed and checked by its schema', async () => {
  const schema = { type: 'object', properties: { runs: { type: 'integer', minimum: 1 } }, additionalProperties: false };
  const plugins = () => preparePlugins([{ name: 'my_tool', schema }]);
  const paths = tempHome();
  expect(await setKey(paths, 'my_tool.runs', '3', { plugins })).toMatchObject({ value: 3 });
  await expect(setKey(paths, 'my_tool.runs', '0', { plugins })).rejects.toMatchObject({ code: 'config.range' });
  await expect(setKey(paths, 'my_tool.rums', '1', { plugins })).rejects.toMatchObject({
    code: 'config.unknown-key',
    try: expect.arrayContaining(['Did you mean `my_tool.runs`?']),
  });
});

test('a folder that cannot be written: nothing is changed, and nothing is left behind', async () => {
  const paths = tempHome({ 'config.yaml': 'model:\n  default: m\n' });
  await setKey(paths, 'model.default', 'new');
  chmodSync(paths.home, 0o555);
  const before = readdirSync(paths.home);
  const denied = withoutRoot(() => setKey(paths, 'model.default', 'newer'));
  await expect(denied).rejects.toMatchObject({
    code: expect.stringMatching(/^(home\.not-writable|config\.unreadable)$/),
  });
  chmodSync(paths.home, 0o755);
  expect(readdirSync(paths.home)).toEqual(before);
  expect(readFileSync(paths.config, 'utf8')).toBe('model:\n  default: new\n');
});
