// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';

const YAML = `model:
  model: m
  base_url: \${URL}
  api_key: sk-0123456789abcdef
  context_length: 65536
compression:
  threshold: 0.5
  enabled: maybe
nope: 1
`;
const home = () => tempHome({ 'config.yaml': YAML, '.env': '# mine\nURL=http://h/v1\n' });

test('get: origins, defaults, sections in part and whole', async () => {
  const { home: dir, config, env } = home();
  const get = (...args: string[]) => hermes(['config', 'get', ...args], { home: dir });
  const url = await get('model.base_url', '--json');
  expectShape('config-get', url.json());
  expect(url.json()).toMatchObject({
    value: 'http://h/v1',
    origin: 'env',
    file: config,
    line: 3,
    variables: [{ name: 'URL', from: '.env', file: env, line: 2 }],
  });
  expect((await get('compression.threshold', '--default')).stdout).toBe('0.8\n');
  expect(Object.keys(parse((await get('compression')).stdout))).toHaveLength(5);
  expect(Object.keys(parse((await get('compression', '--effective')).stdout)).length).toBeGreaterThan(20);
  const unread = await get('nope');
  expect(unread).toMatchObject({ code: 0, stdout: '1\n' });
  expect(unread.stderr).toContain('config.unknown-key');
  expect((await get('terminal.cwd')).stdout).toBe('.\n');
});

test('get: a key without value is told from one that nothing reads', async () => {
  const { home: dir } = home();
  for (const [args, message] of [
    [['model.max_tokens'], 'not set and has no default'],
    [['model.max_tokens', '--default'], 'has no default'],
    [['model.zzqx'], 'nothing reads'],
    [['context_compression.threshold'], 'nothing reads'],
  ] as const) {
    const result = await hermes(['config', 'get', ...args, '--json'], { home: dir });
    expect(result.code).toBe(1);
    expectShape('error', result.json());
    expect(result.json()).toMatchObject({
      error: { code: 'config.no-such-key', message: expect.stringContaining(message) },
    });
  }
  const meant = await hermes(['config', 'get', 'context_compression.threshold'], { home: dir });
  expect(meant.stderr).toContain('hermes config get compression.threshold');
});

test('show: the main part, everything, full origins', async () => {
  const { home: dir } = home();
  const plain = await hermes(['config', 'show'], { home: dir });
  expect(plain.stdout).toMatch(/threshold: 0\.5 +# line 7\n/);
  expect(plain.stdout).toMatch(/protect_last_n: 20 +# default\n/);
  expect(plain.stdout.split('\n').length).toBeLessThan(60);
  const full = await hermes(['config', 'show', '--origin', '--home', dir], { home: '/nowhere', cwd: dir });
  expect(full.stdout).toContain('# .env:2 (URL) via config.yaml:3');
  expect(full.stdout).toMatch(/default: m +# config\.yaml:2\n/);
  expect(full.stdout).toContain('(home: --home)');
  const all = await hermes(['config', 'show', '--effective', '--json'], { home: dir });
  expectShape('config-show', all.json());
  const { value, origins } = all.json() as { value: object; origins: { key: string }[] };
  expect(origins.length).toBeGreaterThan(500);
  expect(value).toMatchObject({ terminal: { cwd: '.' }, compression: { tail_mode: 'lean' } });
  expect(plain.stdout + full.stdout + all.stdout).not.toContain('0123456789');
});

test('explain: as text within 80 columns, and as JSON', async () => {
  const { home: dir } = home();
  for (const key of ['compression.threshold', 'compression', 'model', 'servers.a.ctx_size', 'custom_providers']) {
    const text = await hermes(['config', 'explain', key], { home: dir });
    expect(text.code).toBe(0);
    const long = text.stdout.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(long).toEqual([]);
    expect(text.stdout).not.toContain('\u001b');
    const json = await hermes(['config', 'explain', key, '--json'], { home: dir });
    expectShape('config-explain', json.json());
  }
  const threshold = await hermes(['config', 'explain', 'compression.threshold'], { home: dir });
  expect(threshold.stdout).toContain('0.5   (config.yaml:7)');
  const enabled = await hermes(['config', 'explain', 'compression.enabled', '--json'], { home: dir });
  expect(enabled.json()).toMatchObject({
    value: true,
    origin: { origin: 'default' },
    findings: [{ code: 'config.type', line: 8 }],
  });
  const checked = await hermes(['config', 'explain', 'servers.a.ctx_size', '--json'], { home: dir });
  expect(checked.json()).toMatchObject({ checks: [{ id: 'endpoint.context', title: expect.stringMatching(/\w/) }] });
  const sections = await hermes(['config', 'explain'], { home: dir });
  expect(sections.stdout).toContain('  compression  section');
  const unknown = await hermes(['config', 'explain', 'compression.treshold', '--json'], { home: dir });
  expect(unknown.code).toBe(1);
  expect(unknown.json()).toMatchObject({ error: { code: 'config.no-such-key' } });
});

test('explain works where config.yaml cannot be read, and says so', async () => {
  const { home: dir } = tempHome({ 'config.yaml': 'a: [1\n' });
  const broken = await hermes(['config', 'explain', 'compression.threshold', '--json'], { home: dir });
  expect(broken.code).toBe(0);
  expectShape('config-explain', broken.json());
  expect(broken.json()).toMatchObject({ default: 0.8, unreadable: expect.stringContaining('config.yaml:') });
});

test('diff', async () => {
  const { home: dir, config } = home();
  const text = await hermes(['config', 'diff'], { home: dir });
  expect(text.code).toBe(0);
  expect(text.stdout).toContain('compression.threshold   (config.yaml:7)\n  - 0.8\n  + 0.5\n');
  expect(text.stdout).toContain('nothing reads it');
  expect(text.stdout).not.toContain('0123456789');
  const json = await hermes(['config', 'diff', '--json'], { home: dir });
  expectShape('config-diff', json.json());
  expect(json.json()).toMatchObject({ config: { file: config, exists: true } });
  const none = await hermes(['config', 'diff', '--json'], { home: tempHome().home });
  expectShape('config-diff', none.json());
  expect(none.json()).toMatchObject({ config: { exists: false }, changes: [] });
});

test('schema: on standard output, into a file, never over another file', async () => {
  const { home: dir, config } = home();
  const printed = await hermes(['config', 'schema'], { home: dir });
  expect(JSON.parse(printed.stdout)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: { compression: expect.any(Object) },
  });
  const json = await hermes(['config', 'schema', '--json'], { home: dir });
  expectShape('config-schema', json.json());
  const file = join(dir, 'schema.json');
  const written = await hermes(['config', 'schema', '--output', 'schema.json', '--json'], { home: dir });
  expectShape('config-schema', written.json());
  expect(written.json()).toMatchObject({ file, written: 'created' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(printed.stdout));
  expect((await hermes(['config', 'schema', '-o', file], { home: dir })).stdout).toContain('unchanged');
  for (const target of ['config.yaml', 'none/schema.json']) {
    const refused = await hermes(['config', 'schema', '--output', target, '--json'], { home: dir });
    expect(refused.code).toBe(2);
    expectShape('error', refused.json());
    expect(refused.json()).toMatchObject({ error: { code: 'usage.invalid' } });
  }
  expect(readFileSync(config, 'utf8')).toBe(YAML);
});

const CONTRIBUTE = `export default async () => ({
  apiVersion: 1,
  config: [{ name: 'probe', schema: { type: 'object', description: 'What the probe does.',
    properties: { depth: { type: 'integer', description: 'How deep it looks.', default: 3 } } } }],
});`;

test("a plugin's section: in the schema that init made, explained, with its defaults; gone with the plugin", async () => {
  const { home: dir } = tempHome();
  const run = async (...args: string[]) => {
    const result = await hermes(args, { home: dir });
    expect(result.code, `${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
    return result;
  };
  const folder = fixturePlugin(
    'hermes-plugin-probe',
    { 'contribute.js': CONTRIBUTE },
    { hooks: { 'hermes:contribute': './contribute.js' } },
  );
  const schema = join(dir, 'ops/config.schema.json');
  await run('plugins', 'install', folder);
  expect(existsSync(schema)).toBe(false);
  await run('init');
  const sections = () => Object.keys(JSON.parse(readFileSync(schema, 'utf8')).properties);
  expect(statSync(schema).mode & 0o777).toBe(0o600);
  expect(sections()).toContain('probe');
  expect((await run('config', 'get', 'probe.depth')).stdout).toBe('3\n');
  expect((await run('config', 'explain', 'probe.depth')).stdout).toContain('the plugin that brings it');
  expect((await run('config', 'show', '--effective')).stdout).toMatch(/probe:\n {2}depth: 3/);
  await run('plugins', 'uninstall', 'hermes-plugin-probe');
  expect(sections()).not.toContain('probe');
  await run('plugins', 'install', folder);
  expect(sections()).toContain('probe');
});
