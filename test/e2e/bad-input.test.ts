import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { ensureLlamaServer, ensureTinyModel } from '../../scripts/llama.ts';
import { hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { expectShape } from '../helpers/schema.ts';

const MODEL = (url: string) => `model:\n  default: m\n  provider: custom\n  base_url: ${url}\n`;

/** A file of the given start that pretends to be a model. */
function modelFile(home: string, content: string | Buffer): string {
  const file = join(home, 'model.gguf');
  writeFileSync(file, content);
  return file;
}

interface Failure {
  error: { code: string; message: string; where?: Record<string, unknown>; try: string[] };
}

/** A command that must fail with a code, a remedy, no stack, and the place where one is known. */
async function failure(
  args: string[],
  home: string,
  env: Record<string, string> = {},
): Promise<Failure & { exit: number }> {
  const run = await hermes([...args, '--json'], { home, env, cwd: tmpdir() });
  expectShape('error', run.json());
  expect(run.stderr).not.toMatch(/^\s+at /m);
  const text = await hermes(args, { home, env, cwd: tmpdir() });
  expect(text.code).toBe(run.code);
  expect(text.stdout + text.stderr).toContain((run.json() as Failure).error.code);
  return { ...(run.json() as Failure), exit: run.code };
}

test('no config: the command that makes one is named', async () => {
  const { home, config } = tempHome();
  const { error, exit } = await failure(['config', 'validate'], home);
  expect(error).toMatchObject({ code: 'config.not-found', where: { file: config } });
  expect(error.try.join()).toContain('hermes init');
  expect(exit).toBe(2);
});

test.each([
  { what: 'empty file', content: '', code: 'config.empty', exit: 0, place: [1, 1] },
  { what: 'YAML syntax error', content: 'model:\n  default: "x\n', code: 'config.syntax', exit: 1, place: undefined },
  { what: 'unknown key', content: 'model:\n  defualt: x\n', code: 'config.unknown-key', exit: 0, place: [2, 3] },
  { what: 'wrong type', content: 'compression:\n  enabled: maybe\n', code: 'config.type', exit: 1, place: [2, 12] },
  { what: 'no scheme', content: MODEL('192.168.5.84:8000'), code: 'config.url', exit: 1, place: [4, 13] },
  { what: 'no /v1', content: MODEL('http://192.168.5.84:8000'), code: 'config.url-no-v1', exit: 0, place: [4, 13] },
])('config validate, $what: $code', async ({ content, code, exit, place }) => {
  const { home } = tempHome({ 'config.yaml': content });
  const run = await hermes(['config', 'validate', '--json'], { home });
  expectShape('config-validate', run.json());
  const { files } = run.json() as { files: { diagnostics: { code: string; line: number; column: number }[] }[] };
  const found = files[0]?.diagnostics.find((diagnostic) => diagnostic.code === code);
  expect(found, run.stdout).toBeDefined();
  if (place) expect([found?.line, found?.column]).toEqual(place);
  expect(run.code).toBe(exit);
});

test.each([
  { what: 'nothing listens', url: 'http://127.0.0.1:9/v1', id: 'endpoint.reachable' },
  { what: 'an unknown host', url: 'http://no-such-host.invalid/v1', id: 'endpoint.reachable' },
])('doctor, $what: only $id fails', async ({ url, id }) => {
  const { home } = tempHome({ 'config.yaml': MODEL(url) });
  const run = await hermes(['doctor', '--json'], { home });
  const { checks } = run.json() as { checks: { id: string; status: string }[] };
  expect(checks.filter(({ status }) => status === 'fail').map((check) => check.id)).toEqual([id]);
  expect(run.code).toBe(1);
});

test('an HTML page instead of JSON is told as one, and nothing is written', async () => {
  const page = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<html>hi</html>'),
  );
  await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
  onTestFinished(() => void page.close());
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/v1`;
  const { home } = tempHome();
  const { error } = await failure(['model', '--base-url', url, '--yes'], home);
  expect(error.code).toBe('model.endpoint-not-openai');
  expect((await hermes(['config', 'validate'], { home })).code).toBe(2);
});

test('llama-server missing: how to get it', async () => {
  const { home } = tempHome();
  const file = modelFile(home, 'x');
  const { error, exit } = await failure(['server', 'start', '-m', file], home, { PATH: home, HERMES_LLAMA_SERVER: '' });
  expect(error.code).toBe('server.not-installed');
  expect(error.try.join()).toContain('HERMES_LLAMA_SERVER');
  expect(exit).toBe(2);
});

test('a home that cannot be written', async () => {
  const { home } = tempHome({ file: '' });
  const [file, below] = [join(home, 'file'), join(home, 'file', 'below')];
  const { error } = await failure(['init'], below);
  expect(error.code).toBe('home.not-writable');
  const { stderr } = await hermes(['init'], { home: below, cwd: tmpdir() });
  const [line = ''] = stderr.split('\n').filter((one) => one.includes('home.not-writable'));
  expect(line).toContain(file);
  expect(line.split(file)).toHaveLength(2);
});

test.each([
  { args: ['config', 'get', 'modle.default'], code: 'config.no-such-key', exit: 1 },
  { args: ['config', 'get'], code: 'usage.invalid', exit: 2 },
  { args: ['config', 'validate', '--nope'], code: 'usage.invalid', exit: 2 },
  { args: ['serve'], code: 'usage.unknown-command', exit: 2 },
  { args: ['compression', 'status'], code: 'plugin.not-installed', exit: 2 },
  { args: ['bench'], code: 'plugin.not-installed', exit: 2 },
  { args: ['bench', '--help'], code: 'plugin.not-installed', exit: 2 },
  { args: ['config', 'gett', '--help'], code: 'usage.unknown-command', exit: 2 },
  { args: ['server', 'lgs', '-h'], code: 'usage.unknown-command', exit: 2 },
  { args: ['--json', 'config', 'path'], code: 'usage.invalid', exit: 2 },
])('hermes $args: $code', async ({ args, code, exit }) => {
  const { home } = tempHome({ 'config.yaml': MODEL('http://127.0.0.1:9/v1') });
  const failed = await failure(args, home);
  expect(failed.error.code).toBe(code);
  expect(failed.exit).toBe(exit);
});

test('a command that is written wrong has its nearest named, also where help is asked for', async () => {
  const { home } = tempHome();
  const { error } = await failure(['config', 'gett', '--help'], home);
  expect(error.try).toContain('Did you mean `hermes config get`?');
  const told = await hermes(['config', 'get', 'model.default', '--home', home, '--help'], { home, cwd: tmpdir() });
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('$ hermes config get KEY')]);
});

describeLive('with a real llama-server', () => {
  const withLlama = async () => {
    const found = await ensureLlamaServer();
    return { HERMES_LLAMA_SERVER: found.ok ? found.binary : '' };
  };

  test.each([
    { what: 'missing', content: undefined, code: 'server.model-missing' },
    { what: 'truncated', content: Buffer.from('GGUF\x03\0\0\0\x01\0'), code: 'server.model-invalid' },
    { what: 'no GGUF at all', content: 'not a model', code: 'server.model-invalid' },
  ])('server start with a model that is $what: $code', async ({ content, code }) => {
    const { home } = tempHome();
    const file = content === undefined ? join(home, 'none.gguf') : modelFile(home, content);
    const { error } = await failure(['server', 'start', '-m', file], home, await withLlama());
    expect(error).toMatchObject({ code, where: { file } });
  });

  test('a port that is taken, and a flag that it does not know', async () => {
    const llama = await startLlama();
    const { home } = tempHome();
    const env = await withLlama();
    const model = await ensureTinyModel('plain');
    const taken = await failure(['server', 'start', '-m', model, '--port', String(llama.port)], home, env);
    expect(taken.error.code).toBe('server.port-taken');

    const port = String(await freePort());
    const run = await hermes(['server', 'start', '-m', model, '--port', port, '--json', '--', '--no-such-flag'], {
      home,
      env,
    });
    expect(run.json()).toMatchObject({
      error: { code: 'server.unknown-flag', message: expect.stringContaining('--no-such-flag') },
    });
    expect(run.code).toBe(1);
  });
});
