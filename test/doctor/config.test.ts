import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/contract/index.ts';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { healthyRoutes } from '../helpers/scripted-llama.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const ENDPOINT = ['reachable', 'health', 'models', 'context', 'template', 'generation', 'tool-call'].map(
  (name) => `endpoint.${name}`,
);

describe('the config', () => {
  test.each<[string, Record<string, string>]>([
    ['is missing', {}],
    ['is not YAML', { 'config.yaml': 'model:\n  default: "x\n' }],
    ['is a list', { 'config.yaml': '- a\n' }],
    ['has a key twice', { 'config.yaml': 'model: {}\nmodel: {}\n' }],
  ])('%s: one root cause', async (_name, files) => {
    const report = await doctor(files);
    expect(findings(report)).toEqual({ fail: ['config.syntax'], skip: ['config.schema', ...ENDPOINT] });
    expect(report.status).toBe('problems');
    expect(new Set(report.checks.flatMap(({ because }) => because ?? []))).toEqual(new Set(['config.syntax']));
  });

  test.each<[string, string]>([
    ['is empty', ''],
    ['names no endpoint', 'model:\n  default: x\n'],
    ['names an unknown provider', 'model:\n  provider: nobody\n'],
  ])('%s: the endpoint is what is missing', async (_name, text) => {
    const report = await doctor({ 'config.yaml': text });
    expect(findings(report).fail).toEqual(['endpoint.reachable']);
    expect(findings(report).skip).toEqual(ENDPOINT.slice(1));
  });

  test('errors and warnings in it do not keep the endpoint from being proven', async () => {
    const server = await scriptedServer(healthyRoutes());
    const config = configFor(server.baseUrl)['config.yaml'];
    const unknown = await doctor({ 'config.yaml': `${config}modle: 1\n` });
    expect(findings(unknown).warn ?? findings(unknown).fail).toEqual(['config.schema']);
    const wrong = await doctor({ 'config.yaml': `${config}compression:\n  threshold: lots\n` });
    expect(findings(wrong)).toEqual({ fail: ['config.schema'] });
    expect(row(wrong, 'config.schema')?.detail).toMatch(/^3:14 /);
  });

  test('a note is no warning, and is not among the places of one', async () => {
    const server = await scriptedServer(healthyRoutes());
    const note = `model: ${JSON.stringify({ model: 'tiny.gguf', provider: 'custom', base_url: server.baseUrl })}\n`;
    const quiet = await doctor({ 'config.yaml': note });
    expect(findings(quiet)).toEqual({});
    expect(row(quiet, 'config.schema')).toMatchObject({ status: 'pass', summary: expect.stringContaining('1 note') });
    const warned = await doctor({ 'config.yaml': `${note}modle: 1\n` });
    expect(row(warned, 'config.schema')?.status).toBe('warn');
    expect(row(warned, 'config.schema')?.detail).toMatch(/^2:1 [^\n]*$/);
  });
});

describe('.env', () => {
  const withMode = async (mode: number) => {
    const home = tempHome({ '.env': 'A=1\n' });
    chmodSync(home.env, mode);
    return row(await doctor(home), 'env.permissions');
  };

  test.each([0o600, 0o400])('%o is private', async (mode) => {
    expect((await withMode(mode))?.status).toBe('pass');
  });

  test.each([0o644, 0o640, 0o604, 0o660])('%o is not', async (mode) => {
    const found = await withMode(mode);
    expect(found).toMatchObject({ status: 'warn', fix: { auto: true } });
    expect(found?.fix?.command).toContain('chmod 600');
  });

  test('a folder is none', async () => {
    const home = tempHome({});
    mkdirSync(home.env);
    const found = row(await doctor(home), 'env.permissions');
    expect(found).toMatchObject({ status: 'fail' });
    expect(found?.fix?.command).toBeUndefined();
  });

  test('there may be none', async () => {
    expect(row(await doctor({}), 'env.permissions')?.status).toBe('skip');
  });
});

describe('which hermes answers', () => {
  const program = (folder: string, name: string, text: string): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  };
  const answer = async (...folders: string[]) =>
    row(await doctor({}, { env: { PATH: ['/no/such/folder', ...folders].join(':') } }), 'install.path');

  test('none', async () => {
    expect((await answer(tempDir()))?.status).toBe('skip');
  });

  test('this one', async () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'package.json'), '{"name":"@hermes-ops/cli"}');
    program(join(folder, 'bin'), 'run.js', '');
    symlinkSync(join(folder, 'bin', 'run.js'), join(folder, 'hermes'));
    expect((await answer(folder))?.status).toBe('pass');
  });

  test('another one, before or without ours', async () => {
    const folder = tempDir();
    program(folder, 'hermes', '#!/usr/bin/env python3\nprint("agent")\n');
    const found = await answer(folder);
    expect(found).toMatchObject({ status: 'warn' });
    expect(found?.summary).toContain(join(folder, 'hermes'));
    expect(found?.summary).toContain('Python');
  });

  test('a file that cannot be run does not answer', async () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'hermes'), '', { mode: 0o644 });
    expect((await answer(folder))?.status).toBe('skip');
  });
});

test("plugins' checks run like ours and may build on them", async () => {
  const plugins: Check[] = [
    { id: 'demo.fine', title: 'Fine', group: 'demo', run: () => ({ status: 'pass', summary: 'fine' }) },
    {
      id: 'demo.later',
      title: 'Later',
      group: 'demo',
      after: ['config.syntax'],
      run: () => ({ status: 'pass', summary: 'fine' }),
    },
    {
      id: 'demo.broken',
      title: 'Broken',
      group: 'demo',
      run: () => {
        throw new Error('boom');
      },
    },
  ];
  const report = await doctor({}, { plugins });
  expect(row(report, 'demo.fine')?.status).toBe('pass');
  expect(row(report, 'demo.later')).toMatchObject({ status: 'skip', because: 'config.syntax' });
  expect(row(report, 'demo.broken')?.status).toBe('error');
});

test('an id that does not exist is a usage error', async () => {
  await expect(doctor({}, { only: ['endpoint.model'] })).rejects.toMatchObject({
    code: 'doctor.unknown-check',
    exit: 2,
    try: ['Did you mean `endpoint.models`?', expect.any(String)],
  });
  await expect(doctor({}, { only: ['nosuch'] })).rejects.toMatchObject({
    try: [expect.stringContaining('checks are')],
  });
});
