import { chmodSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { ensureTinyModel } from '../../scripts/llama.ts';
import { commandLine } from '../../src/errors/command-line.ts';
import { BIN, cleanEnv } from '../helpers/cli.ts';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';
import { halt } from '../helpers/halt.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, llamaAvailable, type RunningLlama, startLlama } from '../helpers/llama-server.ts';

const MODEL = basename(await ensureTinyModel('tools'));
const tools = (...args: string[]) => startLlama({ model: 'tools', args });
const config = (llama: RunningLlama, model: Record<string, unknown> = {}) =>
  configFor(llama.baseUrl, { default: MODEL, ...model });

const BEHIND_MODELS = ['endpoint.context', 'endpoint.template', 'endpoint.generation', 'endpoint.tool-call'];
const UNREACHABLE = {
  fail: ['endpoint.reachable'],
  skip: ['endpoint.health', 'endpoint.models', ...BEHIND_MODELS],
};

describeLive('hermes doctor and a real llama-server', () => {
  test.each(['chat_completions', 'codex_responses', 'anthropic_messages'])('all green over %s', async (mode) => {
    const report = await doctor(config(await tools(), { api_mode: mode, context_length: 65_536 }));
    expect(findings(report)).toEqual({});
    expect(report.status).toBe('healthy');
    const endpoint = report.checks.filter(({ id }) => id.startsWith('endpoint.'));
    expect(new Set(endpoint.map(({ status }) => status))).toEqual(new Set(['pass']));
  });

  test('with the right key', async () => {
    const report = await doctor({
      ...config(await tools('--api-key', 'right-key'), { api_key: `\${${'TEST_KEY'}}` }),
      '.env': 'TEST_KEY=right-key\n',
    });
    expect(findings(report)).toEqual({ warn: ['env.permissions'] });
    expect(JSON.stringify(report)).not.toContain('right-key');
  });

  test.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['wrong', { api_key: 'wrong-key' }],
  ])('key %s', async (_name, model) => {
    const found = findings(await doctor(config(await tools('--api-key', 'right-key'), model)));
    expect(found).toMatchObject({ fail: ['endpoint.models'], skip: BEHIND_MODELS });
  });

  test('--no-jinja', async () => {
    const report = await doctor(config(await tools('--no-jinja')));
    expect(findings(report)).toEqual({ fail: ['endpoint.template'], skip: ['endpoint.tool-call'] });
    expect(row(report, 'endpoint.template')?.fix?.text).toContain('--jinja');
  });

  test('--chat-template without tools', async () => {
    const report = await doctor(config(await tools('--chat-template', 'chatml')));
    expect(findings(report)).toEqual({ fail: ['endpoint.template'], skip: ['endpoint.tool-call'] });
  });

  test('-np 4 divides the window', async () => {
    const report = await doctor(config(await tools('-np', '4')));
    expect(findings(report)).toEqual({ warn: ['endpoint.context'] });
    expect(row(report, 'endpoint.context')?.summary).toContain('16,384');
  });

  test('-c 8192', async () => {
    const report = await doctor(config(await tools('-c', '8192')));
    expect(findings(report)).toEqual({ warn: ['endpoint.context'] });
    expect(row(report, 'endpoint.context')?.summary).toContain('8,192');
  });

  test('a promised window that the server does not have', async () => {
    const report = await doctor(config(await tools('-np', '4'), { context_length: 65_536 }));
    expect(findings(report)).toEqual({ fail: ['endpoint.context'] });
  });

  test('a model under another name', async () => {
    const report = await doctor(config(await tools(), { default: 'qwen3.5-9b' }));
    expect(findings(report)).toEqual({ warn: ['endpoint.models'] });
    expect(row(report, 'endpoint.models')?.fix?.command).toBe(`hermes config set model.default ${MODEL}`);
  });

  test('a model that never calls a tool', async () => {
    const llama = await startLlama({ model: 'plain', args: ['-n', '48'] });
    const name = basename(await ensureTinyModel('plain'));
    const report = await doctor(configFor(llama.baseUrl, { default: name }));
    expect(findings(report)).toEqual({ warn: ['endpoint.tool-call'] });
  });

  test('stopped in its tracks: accepts, never answers', async () => {
    const llama = await tools();
    await halt(llama.pid);
    const report = await doctor(config(llama));
    llama.kill('SIGCONT');
    expect(findings(report)).toEqual(UNREACHABLE);
  });

  test('killed', async () => {
    const llama = await tools();
    await llama.stop();
    expect(findings(await doctor(config(llama)))).toEqual(UNREACHABLE);
  });
});

describeLive('the remedy for a server of ours', () => {
  /** Runs the lines of a remedy as a shell would, in this process's built program. */
  const run = (command: string, home: string, env: Record<string, string>) =>
    execa('sh', ['-c', `hermes() { '${process.execPath}' '${BIN}' "$@"; }; ${command}`], {
      env: { ...cleanEnv(), ...env, HERMES_HOME: home },
      extendEnv: false,
      reject: false,
    });

  test.each<[string, (entry: { model: string; port: number }) => string, string[]]>([
    ['with flags only', () => '', ['-c', '8192', '--parallel', '2', '--api-key-env', 'MYK', '--host', '0.0.0.0']],
    [
      'declared',
      ({ model, port }) =>
        `servers:\n  g.1: {model: ${JSON.stringify(model)}, port: ${port}, ctx_size: 8192, extra_args: [--no-jinja]}\n`,
      ['--api-key-env', 'MYK'],
    ],
  ])('mends everything at once and keeps the rest: %s', async (_name, servers, flags) => {
    const llama = await llamaAvailable();
    if (!llama.ok) throw new Error(llama.reason);
    const [model, port] = [await ensureTinyModel('tools'), await freePort()];
    const key = `\${${'MYK'}}`;
    const config = configFor(`http://127.0.0.1:${port}/v1`, { default: MODEL, api_key: key })['config.yaml'];
    const paths = tempHome({ 'config.yaml': `${config}${servers({ model, port })}`, '.env': 'MYK=sk-abcdef-0123\n' });
    chmodSync(paths.env, 0o600);
    const env = { HERMES_LLAMA_SERVER: llama.binary };
    onTestFinished(async () => void (await run('hermes server stop --all --grace 1', paths.home, env)));
    const start = commandLine('hermes', 'server', 'start', 'g.1', '-m', model, '--port', String(port), ...flags);
    await run(`${start} -- -t 1 -n 512 --no-jinja -fa on`, paths.home, env);
    const before = await doctor(paths);
    expect(findings(before)).toMatchObject({ fail: ['endpoint.template'], warn: ['endpoint.context'] });
    const [context, template] = ['endpoint.context', 'endpoint.template'].map((id) => row(before, id)?.fix?.command);
    expect(template).toBe(context);
    const mended = await run(context ?? '', paths.home, env);
    expect(mended).toMatchObject({ exitCode: 0 });
    expect(findings(await doctor(paths))).toEqual({});
    const { argv, apiKeyEnv } = JSON.parse(readFileSync(join(paths.ops, 'servers', 'g.1.json'), 'utf8'));
    expect(argv.slice(-6)).toEqual(['-t', '1', '-n', '512', '-fa', 'on']);
    expect(apiKeyEnv).toBe('MYK');
    if (flags.includes('--host')) expect(argv).toContain('0.0.0.0');
  });
});
