import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import { openTerminal } from '../helpers/terminal.ts';

test('the walkthrough: auxiliary model set, compression read', async () => {
  const { home, config } = tempHome({ 'config.yaml': '# mine\nmodel:\n  default: m  # keep\n' });
  for (const [key, value] of [
    ['provider', 'deepseek'],
    ['model', 'deepseek-v3-flash'],
  ] as const) {
    const set = await hermes(['config', 'set', `auxiliary.compression.${key}`, value, '--json'], { home });
    expect(set.code).toBe(0);
    expectShape('config-set', set.json());
    expect(set.json()).toMatchObject({ changed: true, value });
  }
  expect(readFileSync(config, 'utf8')).toBe(
    '# mine\nmodel:\n  default: m  # keep\nauxiliary:\n  compression:\n    provider: deepseek\n    model: deepseek-v3-flash\n',
  );
  const get = await hermes(['config', 'get', 'compression'], { home });
  expect(get.stdout).toBe(
    'enabled: true\nthreshold: 0.8\ntarget_ratio: 0.2\nprotect_last_n: 20\nhygiene_hard_message_limit: 400\n',
  );
});

test('path and get', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'model: m\n' });
  const path = await hermes(['config', 'path', '--json'], { home });
  expectShape('config-path', path.json());
  expect(path.json()).toMatchObject({ file: config });
  expect((await hermes(['config', 'get', 'model.default'], { home })).stdout).toBe('m\n');
  const json = await hermes(['config', 'get', 'model.default', '--json'], { home });
  expectShape('config-get', json.json());
  expect(json.json()).toMatchObject({ value: 'm', origin: 'file', file: config, line: 1 });
  const missing = await hermes(['config', 'get', 'model.nope', '--json'], { home });
  expect(missing.code).toBe(1);
  expectShape('error', missing.json());
  expect(missing.json()).toMatchObject({ error: { code: 'config.no-such-key' } });
});

test('set reads a secret from standard input and never prints it', async () => {
  const { home, env } = tempHome();
  const secret = 'sk-0123456789abcdef';
  const set = await hermes(['config', 'set', 'DEEPSEEK_API_KEY', '-'], { home, input: `${secret}\n` });
  expect(set.code).toBe(0);
  expect(set.stdout + set.stderr).not.toContain('0123456789');
  expect(set.stdout).toContain('sk-…cdef');
  expect(readFileSync(env, 'utf8')).toBe(`DEEPSEEK_API_KEY=${secret}\n`);
  const direct = await hermes(['config', 'set', 'DEEPSEEK_API_KEY', secret, '--json'], { home });
  expectShape('config-set', direct.json());
  expect(direct.json()).toMatchObject({ changed: false });
  expect(direct.stderr).toContain('hermes config set DEEPSEEK_API_KEY -');
});

test.each([
  [['compression.threshold', '40'], 1, 'config.percent'],
  [['base_url', 'http://h/v1'], 1, 'config.unknown-key'],
  [['compression.threshold'], 2, 'usage.invalid'],
])('set %j is refused', async (args, code, id) => {
  const { home, config } = tempHome({ 'config.yaml': 'a: 1\n' });
  const result = await hermes(['config', 'set', ...args, '--json'], { home });
  expect(result.code).toBe(code);
  expectShape('error', result.json());
  expect(result.json()).toMatchObject({ error: { code: id } });
  expect(readFileSync(config, 'utf8')).toBe('a: 1\n');
});

test('show: effective values, origins, no secret', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'model: {default: m, api_key: sk-0123456789abcdef}\n' });
  const text = await hermes(['config', 'show'], { home });
  expect(text.code).toBe(0);
  expect(text.stdout).toContain(config);
  expect(text.stdout).not.toContain('0123456789');
  const json = await hermes(['config', 'show', '--json'], { home });
  expectShape('config-show', json.json());
  expect(json.json()).toMatchObject({ config: { file: config, exists: true }, value: { model: { default: 'm' } } });
});

test('validate: exit codes and shape', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'model: {default: m}\nnope: 1\n' });
  const good = await hermes(['config', 'validate', '--json'], { home });
  expect(good.code).toBe(0);
  expectShape('config-validate', good.json());
  expect(good.json()).toMatchObject({ valid: true, files: [{ file: config, errors: 0, warnings: 1 }] });

  const other = join(home, 'other.yaml');
  writeFileSync(other, 'compression:\n  threshold: 40\n');
  const bad = await hermes(['config', 'validate', config, 'other.yaml', '--json'], { home });
  expect(bad.code).toBe(1);
  expectShape('config-validate', bad.json());
  expect(bad.json()).toMatchObject({
    valid: false,
    files: [{ file: config }, { file: other, diagnostics: [{ code: 'config.percent', line: 2, column: 14 }] }],
  });
  const partly = await hermes(['config', 'validate', 'other.yaml', 'none.yaml', '--json'], { home });
  expect(partly.code).toBe(2);
  expectShape('config-validate', partly.json());
  expect(partly.json()).toMatchObject({
    valid: false,
    files: [{ diagnostics: [{ code: 'config.percent' }] }, { diagnostics: [{ code: 'config.not-found' }] }],
  });
  const text = await hermes(['config', 'validate', other], { home });
  expect(text.code).toBe(1);
  expect(text.stdout).toContain('other.yaml:2:14: error');
  expect(text.stdout).toContain('             ^^');
});

test('validate: broken, missing and unreadable files', async () => {
  const { home } = tempHome({ 'config.yaml': 'a: [1\n', 'folder/x': '' });
  const broken = await hermes(['config', 'validate', '--json'], { home });
  expect(broken.code).toBe(1);
  expect(broken.json()).toMatchObject({ files: [{ diagnostics: [{ code: 'config.syntax' }] }] });
  for (const [file, id] of [
    ['missing.yaml', 'config.not-found'],
    ['folder', 'config.unreadable'],
  ] as const) {
    const result = await hermes(['config', 'validate', file, '--json'], { home });
    expect(result.code).toBe(2);
    expectShape('error', result.json());
    expect(result.json()).toMatchObject({ error: { code: id } });
  }
});

test('a broken file is named with its place by every command that needs it', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'a: 1\na: 2\n' });
  for (const args of [['get', 'a'], ['show'], ['set', 'model.default', 'x']]) {
    const result = await hermes(['config', ...args, '--json'], { home });
    expect(result.code).toBe(2);
    expect(result.json()).toMatchObject({ error: { code: 'config.duplicate-key', where: { file: config, line: 2 } } });
  }
});

test('what is piped in is taken for no argument', async () => {
  const { home } = tempHome();
  for (const args of [['server', 'stop'], ['help'], ['config', 'validate', 'none.yaml']]) {
    const result = await hermes(args, { home, input: 'foo\n' });
    expect(result.stdout + result.stderr).not.toContain('foo');
  }
  const get = await hermes(['config', 'get', '--json'], { home, input: 'model\n' });
  expect(get.json()).toMatchObject({ error: { code: 'usage.invalid' } });
});

test('a secret typed for `config set KEY -` is not echoed; Ctrl-C leaves everything as it was', async () => {
  const { home, env } = tempHome();
  const terminal = openTerminal(['config', 'set', 'X_API_KEY', '-'], { home });
  await terminal.waitFor('X_API_KEY:');
  terminal.type('sk-0123456789abcdef\r');
  expect(await terminal.exit()).toBe(0);
  expect(terminal.raw()).not.toContain('0123456789');
  expect(readFileSync(env, 'utf8')).toBe('X_API_KEY=sk-0123456789abcdef\n');

  const cancelled = openTerminal(['config', 'set', 'Y_API_KEY', '-'], { home });
  await cancelled.waitFor('Y_API_KEY:');
  cancelled.type('\x03');
  expect(await cancelled.exit()).toBe(130);
  expect(readFileSync(env, 'utf8')).not.toContain('Y_API_KEY');
});
