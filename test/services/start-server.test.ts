import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { loadConfig } from '../../src/config/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { userError } from '../../src/errors/hermes-error.ts';
import { createServerRoom } from '../../src/server/index.ts';
import { Records } from '../../src/server/records.ts';
import { reportStatus, stopServers } from '../../src/services/server-names.ts';
import { type StartOptions, startConfiguredServer } from '../../src/services/start-server.ts';
import { tempHome } from '../helpers/home.ts';
import { serverRecord } from '../helpers/server-record.ts';

/** The services over a home whose llama-server only leaves a trace that it was run. */
function setup(config: string) {
  const paths = tempHome({ 'config.yaml': config });
  const [binary, trace] = [join(paths.home, 'llama-server'), join(paths.home, 'was-run')];
  writeFileSync(binary, `#!/bin/sh\ntouch '${trace}'\nexit 3\n`, { mode: 0o755 });
  const env = { PATH: process.env['PATH'] ?? '', HERMES_LLAMA_SERVER: binary };
  const host = {
    paths,
    config: () => loadConfig(paths, env),
    server: async () => createServerRoom({ paths, env, endpoint: createEndpointRoom() }),
  };
  const start = (options: Partial<StartOptions>) =>
    startConfiguredServer(host, {
      extraArgs: [],
      save: false,
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      progress: () => undefined,
      ...options,
    });
  return { paths, host, start, ran: () => existsSync(trace) };
}

test.each([
  ['as an option', { host: '127.1' }],
  ['among the flags of llama-server', { host: '127.0.0.1', extraArgs: ['-ngl', '99', '--host', '127.1'] }],
])('an address to listen at that is none in full is refused before anything is started: %s', async (_where, given) => {
  const { start, ran } = setup('servers: {}\n');
  const refused = start({ name: 'x', model: 'm.gguf', ...given });
  await expect(refused).rejects.toMatchObject({ code: 'usage.invalid', try: [expect.stringContaining('127.0.0.1')] });
  expect(ran()).toBe(false);
});

describe('an entry that is wrong', () => {
  test.each(['model: 5', 'host: 5', 'extra_args: [--host, "5"]', 'extra_args: "-t 1"', 'port: 99999'])(
    '%s is refused at its place',
    async (line) => {
      const { start, paths, ran } = setup(`servers:\n  x:\n    ${line}\n`);
      const error = await start({ name: 'x', model: 'm.gguf' }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ exit: 2, where: { file: paths.config, line: 3 } });
      expect(ran()).toBe(false);
    },
  );

  test('of another server is none of its business', async () => {
    const { start } = setup('servers:\n  x:\n    model: 5\n');
    await expect(start({ name: 'y' })).rejects.toMatchObject({ code: 'server.no-model' });
  });

  test('does not keep the status from being shown', async () => {
    const port = await freePort();
    const { host } = setup(`servers:\n  x: {host: 5, port: ${port}}\n  y: text\n  z: {extra_args: 5, port: ${port}}\n`);
    const { servers } = await reportStatus(host);
    expect(servers.filter(({ name }) => name !== 'y')).toMatchObject([
      // What answers at such an address is the network's affair.
      { name: 'x', state: expect.any(String) },
      { name: 'z', state: 'stopped' },
    ]);
  });
});

test('a model that llama-server fetches itself needs no file, however its flag is spelled', async () => {
  const { start, ran } = setup(`servers:\n  x: {port: ${await freePort()}}\n`);
  await expect(start({ name: 'x', extraArgs: ['--hf_repo', 'a/b'] })).rejects.toMatchObject({
    code: 'server.start-failed',
  });
  expect(ran()).toBe(true);
});

test('an edit that --save cannot make is refused before anything is started', async () => {
  const config = 'memory: &a\n  x: {}\nservers: *a\n';
  const { start, paths, ran } = setup(config);
  const error = await start({ name: 'x', extraArgs: ['-hf', 'a/b'], save: true, port: 8123 }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'config.edit-refused' });
  expect(ran()).toBe(false);
  expect(readFileSync(paths.config, 'utf8')).toBe(config);
});

test.each([
  ['64k', '64000'],
  ['65,536', '65536'],
  ['0', '0'],
])('a window as people write it: %s', async (ctxSize, tokens) => {
  const { start, paths } = setup('');
  const port = await freePort();
  await start({ name: 'x', extraArgs: ['-hf', 'a/b'], port, ctxSize }).catch(() => undefined);
  expect(readFileSync(join(paths.ops, 'logs', 'server-x.log'), 'utf8')).toContain(` -c ${tokens} `);
});

test.each(['abc', '', 'auto', '-5', '64kk'])('a window that is no number: %j', async (ctxSize) => {
  const { start, ran } = setup('');
  await expect(start({ model: 'm.gguf', ctxSize })).rejects.toMatchObject({ code: 'usage.invalid', exit: 2 });
  expect(ran()).toBe(false);
});

test('a model file where the name belongs', async () => {
  const { start } = setup('');
  const error = await start({ name: 'models/a b.gguf' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'server.no-model', try: ["hermes server start -m 'models/a b.gguf'"] });
});

test('a server that cannot be stopped does not hide what became of the others', async () => {
  const { host, paths } = setup('');
  const records = new Records(paths.ops);
  await records.prepare();
  for (const name of ['a', 'b']) await records.write(serverRecord(name));
  const failure = userError('server.stop-failed', 'on purpose');
  const room = await host.server();
  const stop: typeof room.stop = async (name, options) => {
    if (name === 'a') throw failure;
    return room.stop(name, options);
  };
  const report = await stopServers({ ...host, server: async () => ({ ...room, stop }) }, undefined, {
    all: true,
    graceMs: 0,
  });
  expect(report).toMatchObject({ servers: [{ name: 'b', ended: 'was-gone' }], failures: [failure] });
});

test('a state file that cannot be used is warned about, by its name', async () => {
  const { host, paths } = setup('servers:\n  x: {}\n');
  mkdirSync(join(paths.ops, 'servers'), { recursive: true });
  const file = join(paths.ops, 'servers', 'y.json');
  writeFileSync(file, '{"schemaVersion": 9');
  expect((await reportStatus(host)).warnings).toEqual([expect.stringContaining(file)]);
  const stopped = await stopServers(host, undefined, { all: false, graceMs: 0 });
  expect(stopped).toEqual({ servers: [], warnings: [expect.stringContaining(file)], failures: [] });
  const unknown = await stopServers(host, 'y', { all: false, graceMs: 0 }).catch((reason: unknown) => reason);
  expect(unknown).toMatchObject({ code: 'server.unknown-name', try: expect.arrayContaining([stopped.warnings[0]]) });
});
