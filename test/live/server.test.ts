import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { ensureTinyModel } from '../../scripts/llama.ts';
import type { ServerEntry } from '../../src/contract/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createServerRoom } from '../../src/server/index.ts';
import { processIdentity } from '../../src/state/process-id.ts';
import { halt } from '../helpers/halt.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, llamaAvailable, startLlama } from '../helpers/llama-server.ts';

/** A room with a home of its own; whatever it started is ended after the test. */
async function setup(env: Record<string, string> = {}, endpoint = createEndpointRoom()) {
  const llama = await llamaAvailable();
  if (!llama.ok) throw new Error(llama.reason);
  const paths = tempHome();
  const room = createServerRoom({
    paths,
    env: { ...process.env, HERMES_LLAMA_SERVER: llama.binary, ...env },
    endpoint,
  });
  onTestFinished(async () => {
    for (const name of await room.names()) await room.stop(name, { graceMs: 500 });
  });
  const port = await freePort();
  const model = await ensureTinyModel('plain');
  const entry: ServerEntry = { model, port, extra_args: ['-t', '1', '-n', '100000', '--offline'] };
  const withArgs = (...args: string[]): ServerEntry => ({
    ...entry,
    extra_args: [...(entry.extra_args ?? []), ...args],
  });
  return { room, paths, port, entry, withArgs, binary: llama.binary };
}

/** A program that never serves, so that it does not matter how fast this machine loads a model. */
function neverServes() {
  const folder = tempHome().home;
  const binary = join(folder, 'llama-server');
  writeFileSync(binary, `#!/bin/sh\necho $$ >>'${folder}/pids'\nwhile :; do sleep 1; done\n`, { mode: 0o755 });
  return { binary, pids: () => readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number) };
}

const stateOf = async ({ room }: Awaited<ReturnType<typeof setup>>) => (await room.status())[0]?.state;
/** Pids of llama-servers that were told this port, whoever started them; Linux only. */
function runningOn(port: number): number[] {
  const all = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return all.map(Number).filter((pid) => {
    try {
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return argv[0]?.includes('llama-server') && argv.includes(String(port));
    } catch {
      return false;
    }
  });
}

/** A request that keeps a slot busy until it is aborted. */
function longRequest(url: string): AbortController {
  const controller = new AbortController();
  const body = JSON.stringify({ prompt: 'a', n_predict: 60_000, temperature: 0, ignore_eos: true });
  fetch(`${url}/completion`, { method: 'POST', body, signal: controller.signal }).catch(() => undefined);
  onTestFinished(() => controller.abort());
  return controller;
}

describeLive('start and stop', () => {
  test('serves, is read back, is asked again without harm, and stops twice', async () => {
    const fixture = await setup();
    const { room, entry, port } = fixture;
    const told: string[] = [];
    const started = await room.start({ name: 'main', entry, progress: (text) => told.push(text) });
    expect(started).toMatchObject({
      state: 'ready',
      started: true,
      url: `http://127.0.0.1:${port}`,
      model: 'tiny-plain.gguf',
      contextPerSlot: 65536,
      slots: 1,
      templateTools: true,
      warnings: [],
    });
    expect(await room.status()).toMatchObject([
      { name: 'main', state: 'ready', pid: started.pid, contextPerSlot: 65536 },
    ]);
    const again = await room.start({ name: 'main', entry });
    expect(again).toMatchObject({ started: false, pid: started.pid });
    await expect(room.start({ name: 'main', entry: { ...entry, ctx_size: 4096 } })).rejects.toMatchObject({
      code: 'server.already-running',
      exit: 1,
    });
    expect(await room.stop('main')).toMatchObject({ ended: 'stopped', pid: started.pid });
    expect(await room.stop('main')).toMatchObject({ ended: 'not-running' });
    expect(await room.status()).toEqual([]);
    expect(await room.status({ declared: { main: entry } })).toMatchObject([{ state: 'stopped', pid: null }]);
    expect((await room.logs('main', { lines: 2 })).lines.join()).toContain('cleaning up');
  });

  test('joined while it hangs: that is said, and it is left running', async () => {
    const { room, entry } = await setup();
    const { pid } = await room.start({ name: 'x', entry });
    await halt(pid ?? 0);
    const again = room.start({ name: 'x', entry });
    await expect(again).rejects.toMatchObject({
      code: 'server.unresponsive',
      try: ['hermes server stop x', expect.any(String)],
    });
    expect(processIdentity(pid ?? 0)).toBeDefined();
  });

  test('joined after the key was changed: what it said before stays known, and the key is spoken of', async () => {
    const { room, entry, paths } = await setup();
    const withKey = { ...entry, api_key_env: 'SOME_KEY' };
    await room.start({ name: 'x', entry: withKey, apiKey: 'sk-first-0123' });
    const record = readFileSync(join(paths.ops, 'servers', 'x.json'), 'utf8');
    const again = await room.start({ name: 'x', entry: withKey, apiKey: 'sk-second-0123' });
    expect(again).toMatchObject({ started: false, model: 'tiny-plain.gguf', contextPerSlot: 65536 });
    expect(again.warnings).toEqual([expect.stringContaining('another key')]);
    expect(readFileSync(join(paths.ops, 'servers', 'x.json'), 'utf8')).toBe(record);
  });

  test('two starts at once start one server', async () => {
    const { room, entry } = await setup();
    const [a, b] = await Promise.all([room.start({ name: 'x', entry }), room.start({ name: 'x', entry })]);
    expect([a.started, b.started].sort()).toEqual([false, true]);
    expect(a.pid).toBe(b.pid);
  });

  test('two stops at once: both say that it was stopped', async () => {
    const { room, entry, paths } = await setup();
    const { pid } = await room.start({ name: 'x', entry });
    const both = await Promise.all([room.stop('x'), room.stop('x')]);
    expect(both).toMatchObject([
      { ended: 'stopped', pid },
      { ended: 'stopped', pid },
    ]);
    expect(readdirSync(join(paths.ops, 'servers'))).toEqual([]);
  });

  test('stopped while it starts: that is why the start failed', async () => {
    const { room, entry } = await setup({ HERMES_LLAMA_SERVER: neverServes().binary });
    const start = room.start({ name: 'x', entry });
    const outcome = expect(start).rejects.toMatchObject({ code: 'server.stopped', exit: 1 });
    await expect.poll(async () => (await room.status())[0]?.state, { interval: 10 }).toBe('starting');
    await room.stop('x');
    await outcome;
    expect(await room.names()).toEqual([]);
  });

  test('stopped while it is read back: no success, and nothing of it is left', async () => {
    const endpoint = createEndpointRoom();
    let stop = async (): Promise<unknown> => undefined;
    const { room, entry, paths } = await setup(
      {},
      {
        ...endpoint,
        props: async (target, options) => {
          const props = await endpoint.props(target, options);
          await stop();
          return props;
        },
      },
    );
    stop = () => room.stop('x');
    await expect(room.start({ name: 'x', entry })).rejects.toMatchObject({ code: 'server.stopped', exit: 1 });
    expect(await room.status()).toEqual([]);
    expect(readdirSync(join(paths.ops, 'servers'))).toEqual([]);
  });

  test('two names on one port: one serves, the other says who has it', async () => {
    const { room, entry, port } = await setup();
    const results = await Promise.allSettled([room.start({ name: 'a', entry }), room.start({ name: 'b', entry })]);
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.reason).toMatchObject({ code: 'server.port-taken' });
    await expect(room.start({ name: 'c', entry })).rejects.toThrow(/the server "[ab]" of hermes/);
    expect(await room.names()).toHaveLength(1);
    expect(runningOn(port)).toHaveLength(1);
  });

  test('Chinese, emoji and blanks in names and paths', async () => {
    const { room, paths, entry } = await setup();
    const model = join(paths.home, '模型 🙂 一.gguf');
    copyFileSync(entry.model ?? '', model);
    const started = await room.start({ name: '编码 🙂', entry: { ...entry, model } });
    expect(started).toMatchObject({ name: '编码 🙂', model: '模型 🙂 一.gguf', state: 'ready' });
    expect(await room.names()).toEqual(['编码 🙂']);
    expect(await room.stop('编码 🙂')).toMatchObject({ ended: 'stopped' });
  });

  test('slots divide the window, and that is said', async () => {
    const { room, entry } = await setup();
    const started = await room.start({ name: 'x', entry: { ...entry, parallel: 4 } });
    expect(started).toMatchObject({ contextPerSlot: 16384, slots: 4 });
    expect(started.warnings).toHaveLength(2);
  });

  test('a window beyond the training context is capped, and that is said', async () => {
    const { room, entry } = await setup();
    const started = await room.start({ name: 'x', entry: { ...entry, ctx_size: 140_000 } });
    expect(started.contextPerSlot).toBe(131072);
    expect(started.warnings).toEqual([expect.stringContaining('trained')]);
  });

  test('the key is asked for by the server and shows nowhere', async () => {
    const { room, entry, paths } = await setup();
    const key = 'sk-live-test-91f3a7';
    const started = await room.start({ name: 'x', entry: { ...entry, api_key_env: 'SOME_KEY' }, apiKey: key });
    expect(started).toMatchObject({ contextPerSlot: 65536, warnings: [] });
    expect((await fetch(`${started.url}/v1/models`)).status).toBe(401);
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${started.pid}/cmdline`, 'utf8')).not.toContain(key);
    }
    expect(JSON.stringify(started)).not.toContain(key);
    expect(
      readFileSync(join(paths.ops, 'servers', 'x.json'), 'utf8') + readFileSync(started.log, 'utf8'),
    ).not.toContain(key);
    expect(await room.status({ env: { SOME_KEY: key } })).toMatchObject([{ state: 'ready', slots: 1 }]);
    expect(await room.status({ env: {} })).toMatchObject([{ state: 'ready', slots: 1, contextPerSlot: 65536 }]);
  });
});

describeLive('states', () => {
  test('busy while a slot works, and a stop in the middle of a request is a kill', async () => {
    const fixture = await setup();
    const started = await fixture.room.start({ name: 'x', entry: fixture.entry });
    longRequest(started.url);
    await expect.poll(() => stateOf(fixture)).toBe('busy');
    expect(await fixture.room.stop('x', { graceMs: 300 })).toMatchObject({ ended: 'killed' });
    expect(processIdentity(started.pid ?? 0)).toBeUndefined();
  });

  test('busy is seen without /slots too', async () => {
    const fixture = await setup();
    const started = await fixture.room.start({ name: 'x', entry: fixture.withArgs('--no-slots') });
    expect(await stateOf(fixture)).toBe('ready');
    longRequest(started.url);
    await expect.poll(() => stateOf(fixture)).toBe('busy');
  });

  test('stopped by SIGSTOP: unresponsive; continued: ready; killed: crashed; started again: ready', async () => {
    const fixture = await setup();
    const { pid } = await fixture.room.start({ name: 'x', entry: fixture.entry });
    await halt(pid ?? 0);
    expect(await stateOf(fixture)).toBe('unresponsive');
    process.kill(pid ?? 0, 'SIGCONT');
    await expect.poll(() => stateOf(fixture)).toBe('ready');
    process.kill(pid ?? 0, 'SIGKILL');
    await expect.poll(() => stateOf(fixture)).toBe('crashed');
    expect(await fixture.room.start({ name: 'x', entry: fixture.entry })).toMatchObject({ started: true });
  });

  test('starting while the model loads', async () => {
    const fixture = await setup();
    const start = fixture.room.start({ name: 'x', entry: { ...fixture.entry, ctx_size: 2_097_152 } });
    await expect.poll(() => stateOf(fixture), { interval: 10 }).toBe('starting');
    expect(await start).toMatchObject({ state: 'ready' });
  });

  test('a pid that now belongs to another process is crashed, and stop leaves that process alone', async () => {
    const fixture = await setup();
    const { pid } = await fixture.room.start({ name: 'x', entry: fixture.entry });
    const file = join(fixture.paths.ops, 'servers', 'x.json');
    const record = readFileSync(file, 'utf8');
    writeFileSync(file, record.replace(/"identity": ".*"/, '"identity": "of an earlier boot:1"'));
    expect(await stateOf(fixture)).toBe('crashed');
    expect(await fixture.room.stop('x')).toMatchObject({ ended: 'was-gone', pid: null });
    expect(processIdentity(pid ?? 0)).toBeDefined();
    writeFileSync(file, record);
  });

  test('a llama-server that hermes did not start, and a program that is none, are foreign', async () => {
    const { room } = await setup();
    const llama = await startLlama();
    const web = createServer((_, response) => response.end('<html>'));
    web.listen(0, '127.0.0.1');
    onTestFinished(() => void web.close());
    await once(web, 'listening');
    const { port } = web.address() as { port: number };
    const rows = await room.status({ declared: { llama: { port: llama.port }, web: { port } } });
    expect(rows).toMatchObject([
      { name: 'llama', state: 'foreign', pid: llama.pid, slots: 1, contextPerSlot: 65536 },
      { name: 'web', state: 'foreign', pid: process.pid, slots: null },
    ]);
    expect(await room.stop('llama', { entry: { port: llama.port } })).toMatchObject({
      ended: 'foreign',
      pid: llama.pid,
    });
    expect(await room.stop('llama', { entry: { port: await freePort() } })).toMatchObject({ ended: 'not-running' });
    expect(processIdentity(llama.pid)).toBeDefined();
    const model = await ensureTinyModel('plain');
    await expect(room.start({ name: 'llama', entry: { model, port: llama.port } })).rejects.toThrow(
      new RegExp(`llama-server that hermes did not start .*pid ${llama.pid}`),
    );
    await expect(room.start({ name: 'web', entry: { model, port } })).rejects.toMatchObject({
      code: 'server.port-taken',
      try: [expect.stringMatching(/--port \d+/)],
    });
  });
});

describeLive('failed starts', () => {
  const cases: [title: string, args: string[], code: string, message: RegExp][] = [
    ['unknown flag', ['--no-such-flag'], 'server.unknown-flag', /error: invalid argument: --no-such-flag/],
    ['removed flag', ['--no-mmap'], 'server.unknown-flag', /--no-mmap/],
    ['flag that was replaced', ['--draft-max', '4'], 'server.unknown-flag', /use --spec-draft-n-max/],
    ['bad value', ['-c', 'abc'], 'server.bad-flag-value', /-c/],
    ['missing value', ['-fa'], 'server.bad-flag-value', /-fa/],
    ['bad chat template', ['--chat-template', '{% if %}'], 'server.bad-template', /\{% if %\}/],
    ['dead RPC server', ['--rpc', '127.0.0.1:1'], 'server.rpc-failed', /127\.0\.0\.1:1/],
    ['address of another machine', ['--host', '192.0.2.1'], 'server.bad-address', /192\.0\.2\.1/],
  ];
  test.each(cases)('%s', async (_, args, code, message) => {
    const { room, withArgs, port } = await setup();
    const error = await room.start({ name: 'x', entry: withArgs(...args) }).catch((reason) => reason);
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
    expect(error.try.length).toBeGreaterThan(0);
    expect(await room.names()).toEqual([]);
    expect(runningOn(port)).toEqual([]);
  });

  test('a file whose last tensor is cut is refused by llama-server itself', async () => {
    const { room, paths, entry } = await setup();
    const model = join(paths.home, 'cut.gguf');
    copyFileSync(entry.model ?? '', model);
    truncateSync(model, 536_000);
    const start = room.start({ name: 'x', entry: { ...entry, model } });
    await expect(start).rejects.toMatchObject({ code: 'server.model-invalid', exit: 1 });
    await expect(start).rejects.toThrow(/not within the file bounds/);
  });

  test.skipIf(process.platform !== 'linux')('a program with little memory says that memory is short', async () => {
    const { paths, binary } = await setup();
    const limited = join(paths.home, 'llama-server');
    writeFileSync(limited, `#!/bin/sh\nulimit -v 1500000\nexec '${binary}' "$@"\n`);
    chmodSync(limited, 0o755);
    const { room, entry } = await setup({ HERMES_LLAMA_SERVER: limited });
    const start = room.start({ name: 'x', entry: { ...entry, ctx_size: 8_000_000 } });
    await expect(start).rejects.toMatchObject({ code: 'server.out-of-memory' });
    await expect(start).rejects.toThrow(/failed to allocate/);
  });

  test('a kill from outside while it loads', async () => {
    const { room, entry } = await setup({ HERMES_LLAMA_SERVER: neverServes().binary });
    const start = room.start({ name: 'x', entry });
    const outcome = expect(start).rejects.toMatchObject({ code: 'server.out-of-memory' });
    await expect.poll(async () => (await room.status())[0]?.state, { interval: 10 }).toBe('starting');
    process.kill((await room.status())[0]?.pid ?? 0, 'SIGKILL');
    await outcome;
  });

  test('too slow, or interrupted: ended, nothing left', async () => {
    const { binary, pids } = neverServes();
    const { room, entry, paths } = await setup({ HERMES_LLAMA_SERVER: binary });
    await expect(room.start({ name: 'x', entry, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'server.start-timeout',
    });
    const controller = new AbortController();
    const start = room.start({ name: 'x', entry, signal: controller.signal });
    const outcome = expect(start).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => existsSync(join(paths.ops, 'servers', 'x.json')), { interval: 5 }).toBe(true);
    controller.abort();
    await outcome;
    expect(await room.names()).toEqual([]);
    expect(pids().map(processIdentity)).toEqual(pids().map(() => undefined));
  });

  test('a program that is no llama-server', async () => {
    const { paths } = await setup();
    const other = join(paths.home, 'other');
    writeFileSync(other, '#!/bin/sh\necho "wrong number" >&2\nexit 3\n', { mode: 0o755 });
    const { room, entry } = await setup({ HERMES_LLAMA_SERVER: other });
    await expect(room.start({ name: 'x', entry })).rejects.toThrow(/code 3 .*wrong number/);
    const none = await setup({ HERMES_LLAMA_SERVER: join(paths.home, 'none') });
    await expect(none.room.start({ name: 'x', entry })).rejects.toMatchObject({
      code: 'server.not-installed',
      exit: 2,
    });
  });
});
