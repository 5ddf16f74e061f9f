import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { ensureTinyModel } from '../../scripts/llama.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, llamaAvailable } from '../helpers/llama-server.ts';
import { expectShape } from '../helpers/schema.ts';

interface Started {
  name: string;
  pid: number;
  url: string;
  warnings: string[];
  contextPerSlot: number;
  argv: string[];
}

/** A home, a free port, and `run`, which is `hermes` with the real llama-server at hand; all servers end with the test. */
async function setup(files: Record<string, string> = {}) {
  const llama = await llamaAvailable();
  if (!llama.ok) throw new Error(llama.reason);
  const { home } = tempHome(files);
  const env = { HERMES_LLAMA_SERVER: llama.binary };
  const run = (...args: string[]) => hermes(['server', ...args], { home, env });
  onTestFinished(async () => {
    await run('stop', '--all', '--grace', '1');
  });
  return { home, run, env, port: String(await freePort()), model: await ensureTinyModel('plain') };
}

const failureOf = (result: { stdout: string }): { code: string; message: string; try: string[] } => {
  const json = JSON.parse(result.stdout);
  expectShape('error', json);
  return json.error;
};

describeLive('hermes server', () => {
  test('start, status, logs, stop: each with its published shape', async () => {
    const { run, model, port, home } = await setup();
    expect(await run('status')).toMatchObject({ code: 0 });
    const start = await run(
      'start',
      '-m',
      model,
      '--port',
      port,
      '--json',
      '--',
      '-t',
      '1',
      '-n',
      '64',
      '--json-schema',
      '{}',
    );
    expectShape('server-start', start.json());
    const started = start.json() as Started;
    expect(started).toMatchObject({ name: 'default', state: 'ready', saved: false, contextPerSlot: 65536, slots: 1 });
    expect(started.argv.slice(-2)).toEqual(['--json-schema', '{}']);
    const status = await run('status', '--json');
    expectShape('server-status', status.json());
    expect(status.json()).toMatchObject({ servers: [{ name: 'default', state: 'ready', pid: started.pid }] });
    expect(Object.keys((status.json() as { servers: object[] }).servers[0] ?? {})).toEqual([
      'name',
      'state',
      'pid',
      'url',
      'build',
      'model',
      'uptimeSeconds',
      'contextPerSlot',
      'slots',
    ]);
    const logs = await run('logs', '-n', '1', '--json');
    expectShape('server-logs', logs.json());
    expect(logs.json()).toMatchObject({ lines: [expect.stringContaining('listening on')] });
    const stop = await run('stop', '--json');
    expectShape('server-stop', stop.json());
    expect(stop.json()).toMatchObject({ servers: [{ pid: started.pid, ended: 'stopped' }] });
    const nothing = await run('stop', '--json');
    expect(nothing).toMatchObject({ code: 0 });
    expect(nothing.json()).toEqual({ schemaVersion: 1, servers: [] });
    expect(existsSync(join(home, 'ops', 'servers', 'default.json'))).toBe(false);
  });

  test('what a person reads names the window, the template, the log and the next command', async () => {
    const { run, model, port } = await setup();
    const start = await run('start', '-m', model, '--port', port, '--parallel', '4', '--', '-t', '1');
    expect(start.code).toBe(0);
    expect(start.stdout).toContain('16384 tokens x 4 slots');
    expect(start.stdout).toContain(`hermes model --base-url http://127.0.0.1:${port}/v1`);
    expect(start.stderr.match(/^warning: /gm)).toHaveLength(2);
  });

  test('a declared server is started by name, changed by flags, and saved without touching the rest', async () => {
    const config =
      '# mine\nservers:\n  编码🙂:   # the fast one\n    model: m.gguf\n    extra_args: ["-t", "1"]\nmodel: {}\n';
    const { run, home, port, model } = await setup({ 'config.yaml': config });
    await copyFile(model, join(home, 'm.gguf'));
    const start = await run('start', '--port', port, '-c', '32768', '--save', '--json');
    expectShape('server-start', start.json());
    expect(start.json()).toMatchObject({ name: '编码🙂', saved: true, model: 'm.gguf', contextPerSlot: 32768 });
    const saved = readFileSync(join(home, 'config.yaml'), 'utf8');
    expect(saved).toContain('# mine\n');
    expect(saved).toContain('  编码🙂:   # the fast one\n    model: m.gguf\n    extra_args: ["-t", "1"]\n');
    await run('stop');
    expect((await run('status', '--json')).json()).toMatchObject({ servers: [{ name: '编码🙂', state: 'stopped' }] });
    const again = await run('start', '编码🙂', '--json');
    expect(again.json()).toMatchObject({ url: `http://127.0.0.1:${port}`, contextPerSlot: 32768 });
  });

  test('--save without a config.yaml makes one', async () => {
    const { run, home, port, model } = await setup();
    expect(await run('start', 'x', '-m', model, '--port', port, '--save', '--', '-t', '1')).toMatchObject({ code: 0 });
    expect(readFileSync(join(home, 'config.yaml'), 'utf8')).toContain('servers:');
    expect((await run('stop', 'x')).code).toBe(0);
    expect(await run('start', 'x')).toMatchObject({ code: 0 });
  });

  test('a key comes from .env by the name of its variable and is printed nowhere', async () => {
    const { run, home, port, model, env } = await setup({ '.env': 'SERVER_KEY=sk-e2e-77c1d09\n' });
    const args = ['start', '-m', model, '--port', port, '--host', '0.0.0.0', '--api-key-env', 'SERVER_KEY', '--json'];
    const start = await run(...args, '--', '-t', '1');
    expect(start.json()).toMatchObject({ warnings: [], contextPerSlot: 65536 });
    expect(start.stdout + start.stderr).not.toContain('sk-e2e');
    expect((await run('status', '--json')).json()).toMatchObject({ servers: [{ state: 'ready' }] });
    await run('stop');
    const missing = await hermes(['server', 'start', '-m', model, '--api-key-env', 'NO_SUCH_KEY', '--json'], {
      home,
      env,
    });
    expect(missing.code).toBe(2);
    expect(failureOf(missing).code).toBe('server.key-missing');
  });

  test('a crashed server is a problem: exit code 1', async () => {
    const { run, model, port } = await setup();
    const { pid } = (await run('start', '-m', model, '--port', port, '--json', '--', '-t', '1')).json() as Started;
    process.kill(pid, 'SIGKILL');
    const status = await run('status', '--json');
    expectShape('server-status', status.json());
    expect(status).toMatchObject({ code: 1 });
    expect(status.json()).toMatchObject({ servers: [{ state: 'crashed', pid: null }] });
    expect((await run('stop', '--json')).json()).toMatchObject({ servers: [{ ended: 'was-gone' }] });
  });

  test('Ctrl-C while it loads ends the server and exits with 130', async () => {
    const { home, env, model, port } = await setup();
    const args = ['server', 'start', '-m', model, '--port', port, '-c', '2097152', '--', '-t', '1'];
    const child = spawn(process.execPath, [BIN, ...args], { env: { ...cleanEnv(), HERMES_HOME: home, ...env } });
    const record = join(home, 'ops', 'servers', 'default.json');
    await expect.poll(() => existsSync(record), { timeout: 10_000, interval: 10 }).toBe(true);
    const { pid } = JSON.parse(readFileSync(record, 'utf8')) as Started;
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(existsSync(record)).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow();
  });

  test('logs -f goes on until Ctrl-C', async () => {
    const { run, home, env, model, port } = await setup();
    const { url } = (await run('start', '-m', model, '--port', port, '--json', '--', '-t', '1')).json() as Started;
    const child = spawn(process.execPath, [BIN, 'server', 'logs', '-f', '-n', '1'], {
      env: { ...cleanEnv(), HERMES_HOME: home, ...env },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
    });
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('listening on');
    await fetch(`${url}/completion`, { method: 'POST', body: JSON.stringify({ prompt: 'a', n_predict: 2 }) });
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('stop processing');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
  });

  test('bad input: code, exit code and a remedy for each', async () => {
    const { run, home, model, port, env } = await setup();
    const cut = join(home, 'cut.gguf');
    await copyFile(model, cut);
    truncateSync(cut, 300_000);
    const text = join(home, 'text.gguf');
    writeFileSync(text, 'hello');
    const cases: [args: string[], code: string, exit: number][] = [
      [['start'], 'server.no-model', 2],
      [['start', 'none'], 'server.no-model', 2],
      [['start', '../x', '-m', model], 'server.invalid-name', 2],
      [['start', '-m', join(home, 'none.gguf')], 'server.model-missing', 2],
      [['start', '-m', home], 'server.model-invalid', 2],
      [['start', '-m', cut], 'server.model-invalid', 2],
      [['start', '-m', text], 'server.model-invalid', 2],
      [['start', '-m', model, '--port', '99999'], 'usage.invalid', 2],
      [['start', '-m', model, '--no-such-flag'], 'usage.invalid', 2],
      [['start', '-m', model, '--save', '--', '--api-key', 'x'], 'usage.invalid', 2],
      [['start', '-m', model, '--port', port, '--', '--no-such-flag'], 'server.unknown-flag', 1],
      [['status', 'none'], 'server.unknown-name', 2],
      [['stop', 'none'], 'server.unknown-name', 2],
      [['logs', 'none'], 'server.no-log', 2],
    ];
    for (const [args, code, exit] of cases) {
      const at = args.indexOf('--');
      const result = await run(
        ...(at === -1 ? [...args, '--json'] : [...args.slice(0, at), '--json', ...args.slice(at)]),
      );
      const failure = failureOf(result);
      expect({ args, code: failure.code, exit: result.code }).toEqual({ args, code, exit });
      expect(failure.try.length, args.join(' ')).toBeGreaterThan(0);
    }
    const none = await hermes(['server', 'start', '-m', model, '--json'], {
      home,
      env: { ...env, HERMES_LLAMA_SERVER: join(home, 'none') },
    });
    expect([none.code, failureOf(none).code]).toEqual([2, 'server.not-installed']);
  });

  test('flags of llama-server among ours: the line that was meant', async () => {
    const { run, model, port } = await setup();
    const slip = await run('start', '-m', model, '-ngl', '99', '--port', port, '--json');
    expect(slip.code).toBe(2);
    expect(failureOf(slip).try).toContain(`hermes server start -m ${model} --port ${port} --json -- -ngl 99`);
  });

  test('a server with a key is registered with its variable; a foreign one is not stopped', async () => {
    const { run, home, model, port } = await setup({ '.env': 'MYK=sk-abcdef-0123\n' });
    const start = await run(
      'start',
      'mine',
      '-m',
      model,
      '--port',
      port,
      '--api-key-env',
      'MYK',
      '-c',
      '64k',
      '--',
      '-t',
      '1',
    );
    expect(start.stdout).toContain(`--base-url http://127.0.0.1:${port}/v1 --api-key-env MYK`);
    expect(start.stdout).toContain('64000 tokens');
    const other = await setup({ 'config.yaml': `servers:\n  foo: {port: ${port}}\n` });
    const stop = await other.run('stop', 'foo', '--json');
    expect(stop.code).toBe(1);
    expectShape('server-stop', stop.json());
    expect(stop.json()).toMatchObject({ servers: [{ name: 'foo', ended: 'foreign' }] });
    writeFileSync(join(home, 'ops', 'servers', 'cut.json'), '{');
    const status = await run('status', '--json');
    expect(status.json()).toMatchObject({ servers: [{ name: 'mine', state: 'ready' }] });
    expect(status.stderr).toContain('cut.json');
  });

  test('two processes that start the same server start one', async () => {
    const { run, model, port } = await setup();
    const args = ['start', '-m', model, '--port', port, '--json', '--', '-t', '1'];
    const both = await Promise.all([run(...args), run(...args)]);
    const started = both.map((result) => result.json() as Started & { started: boolean });
    expect(started.map((server) => server.started).sort()).toEqual([false, true]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
  });

  test('with several servers a name is needed', async () => {
    const { run, model, port } = await setup({
      'config.yaml': 'servers:\n  a: {}\n  b: {host: null, extra_args: [-t, 1]}\n',
    });
    const start = await run('start', '--json');
    expect([start.code, failureOf(start).code]).toEqual([2, 'server.ambiguous-name']);
    for (const [name, at] of [
      ['a', port],
      ['b', String(await freePort())],
    ] as const) {
      expect((await run('start', name, '-m', model, '--port', at, '--', '-t', '1')).code).toBe(0);
    }
    const stop = await run('stop', '--json');
    expect([stop.code, failureOf(stop).code]).toEqual([2, 'server.ambiguous-name']);
    expect(await run('logs')).toMatchObject({ code: 2 });
    const all = await run('stop', '--all', '--json');
    expectShape('server-stop', all.json());
    expect(all.json()).toMatchObject({
      servers: [
        { name: 'a', ended: 'stopped' },
        { name: 'b', ended: 'stopped' },
      ],
    });
  });

  test('a broken config.yaml hides no running server and does not prevent stopping it', async () => {
    const { run, home, model, port } = await setup();
    await run('start', '-m', model, '--port', port, '--', '-t', '1');
    writeFileSync(join(home, 'config.yaml'), 'servers: [\n');
    const status = await run('status', '--json');
    expect(status.json()).toMatchObject({ servers: [{ state: 'ready' }] });
    expect(status.stderr).toContain('config.yaml');
    expect((await run('stop', '--json')).json()).toMatchObject({ servers: [{ ended: 'stopped' }] });
  });
});
