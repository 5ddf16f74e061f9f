import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTinyModel } from '../../scripts/llama.ts';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';
import { describeLive, type RunningLlama, startLlama } from '../helpers/llama-server.ts';

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
    expect(row(report, 'endpoint.template')?.fix?.command).toContain('--jinja');
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
    llama.kill('SIGSTOP');
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
