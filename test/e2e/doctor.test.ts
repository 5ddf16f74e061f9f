import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DoctorReport } from '../../src/contract/index.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { configFor, findings } from '../helpers/doctor.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import { healthyRoutes, REFUSED_KEY } from '../helpers/scripted-llama.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

/** The machine's own `hermes`, if there is one, plays no part; Node is started by its path. */
const ENV = { PATH: '/no/such/folder' };

async function doctor(files: Record<string, string>, args: string[] = []) {
  const { home, env } = tempHome(files);
  if (files['.env'] !== undefined) chmodSync(env, 0o600);
  return hermes(['doctor', ...args], { home, env: ENV });
}

test('healthy: exit 0, one JSON document, nothing on standard error', async () => {
  const server = await scriptedServer(healthyRoutes());
  const result = await doctor(configFor(server.baseUrl), ['--json']);
  const report = result.json() as DoctorReport;
  expectShape('doctor', report);
  expect(report.status).toBe('healthy');
  expect(findings(report)).toEqual({});
  expect(result).toMatchObject({ code: 0, stderr: '' });
});

test('the text names every check, the verdict and the remedies', async () => {
  const server = await scriptedServer({
    ...healthyRoutes(),
    'POST /apply-template': { status: 500, body: { error: { message: 'tools param requires --jinja flag' } } },
  });
  const result = await doctor({ ...configFor(server.baseUrl), '.env': '' });
  const { summary } = (await doctor({ ...configFor(server.baseUrl), '.env': '' }, ['--json'])).json() as DoctorReport;
  expect(result.code).toBe(1);
  expect(result.stdout).not.toContain('\u001b');
  const lines = result.stdout.split('\n');
  expect(lines.filter((line) => /^ {2}✔/.test(line))).toHaveLength(summary.pass);
  expect(lines.filter((line) => /^ {2}✖/.test(line))).toHaveLength(summary.fail);
  expect(lines.filter((line) => /^ {2}-/.test(line))).toHaveLength(summary.skip);
  expect(result.stdout).toContain('tools param requires --jinja flag');
  expect(result.stdout).toMatch(/1\. endpoint\.template: /);
});

test.each<[string, Record<string, string>, string]>([
  ['no config', {}, 'config.syntax'],
  ['broken config', { 'config.yaml': 'model: [\n' }, 'config.syntax'],
  ['no endpoint', { 'config.yaml': '{}\n' }, 'endpoint.reachable'],
  ['nobody there', configFor('http://127.0.0.1:1/v1'), 'endpoint.reachable'],
])('%s: exit 1', async (_name, files, id) => {
  const result = await doctor(files, ['--json']);
  const report = result.json() as DoctorReport;
  expectShape('doctor', report);
  expect(findings(report).fail).toEqual([id]);
  expect(result.code).toBe(1);
});

test('a key from .env is used and never shown', async () => {
  const key = 'sk-0123456789abcdefghij';
  const server = await scriptedServer({ ...healthyRoutes(), 'GET /v1/models': REFUSED_KEY });
  const reference = `\${${'TEST_KEY'}}`;
  const files = { ...configFor(server.baseUrl, { api_key: reference }), '.env': `TEST_KEY=${key}\n` };
  for (const args of [[], ['--json']]) {
    const result = await doctor(files, args);
    expect(result.code).toBe(1);
    expect(result.stdout + result.stderr).not.toContain(key);
  }
  expect(server.seen[0]?.headers['authorization']).toBe(`Bearer ${key}`);
});

test('only some checks; an unknown one is a usage error', async () => {
  const server = await scriptedServer(healthyRoutes());
  const some = await doctor(configFor(server.baseUrl), ['--json', '--only', 'endpoint.models,config.schema']);
  expect((some.json() as DoctorReport).checks.map(({ id }) => id)).toEqual(['config.schema', 'endpoint.models']);
  const unknown = await doctor({}, ['--json', '--only', 'endpoint.model']);
  expect(unknown.code).toBe(2);
  expectShape('error', unknown.json());
  expect(unknown.json()).toMatchObject({ error: { code: 'doctor.unknown-check' } });
});

test('where nothing applied, nothing is called healthy', async () => {
  const { stdout, code } = await doctor({}, ['--only', 'env.permissions']);
  expect(code).toBe(0);
  expect(stdout).toContain('1 skipped');
  expect(stdout).not.toContain('Healthy');
});

test('Ctrl-C: what is known so far, exit 130', async () => {
  const server = await scriptedServer({
    ...healthyRoutes(),
    'POST /v1/chat/completions': ({ body }) => (body === '{}' ? { status: 400, body: {} } : { fault: 'silent' }),
  });
  const { home } = tempHome(configFor(server.baseUrl));
  const child = spawn(process.execPath, [BIN, 'doctor'], { env: { ...cleanEnv(), ...ENV, HERMES_HOME: home } });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (!text.includes('Chat template') && (text + chunk).includes('Chat template')) child.kill('SIGINT');
    text += chunk;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(130);
  expect(text).toMatch(/✔ Reachable/);
  expect(text).toMatch(/- Generation/);
  expect(text).toMatch(/^Interrupted: /m);
  expect(text).not.toContain('Healthy');
});
