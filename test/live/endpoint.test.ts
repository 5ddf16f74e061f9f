import { expect, test } from 'vitest';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';

const room = createEndpointRoom();

describeLive('a real llama-server', () => {
  test('says what it is', async () => {
    const llama = await startLlama({ args: ['-np', '2'] });
    const report = await room.describe({ baseUrl: llama.baseUrl });
    expect(report).toMatchObject({
      kind: 'llama-server',
      health: { ok: true, status: 200 },
      context: { tokens: 32_768, source: 'props' },
      props: { slots: 2, supportsTools: true },
      modes: { chat_completions: 'exists', codex_responses: 'exists', anthropic_messages: 'exists' },
    });
    const name = llama.baseUrl.replace('127.0.0.1', 'localhost');
    expect(await room.models({ baseUrl: name })).toMatchObject({ ok: true, models: [{ contextLength: 32_768 }] });
  });

  test('tokens and template', async () => {
    const llama = await startLlama();
    const target = { baseUrl: llama.baseUrl };
    expect(await room.tokenize(target, 'Hi')).toEqual([72, 105]);
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(await room.applyTemplate(target, messages)).toMatchObject({ prompt: expect.stringContaining('Hi') });
    const tool = { type: 'function', function: { name: 'pick_me', parameters: { type: 'object' } } };
    const prompt = expect.stringContaining('pick_me');
    expect(await room.applyTemplate(target, messages, { tools: [tool] })).toMatchObject({ prompt });
  });

  test('a key: missing, wrong, right', async () => {
    const llama = await startLlama({ args: ['--api-key', 'right-key'] });
    const models = (apiKey?: string, apiMode?: 'anthropic_messages') =>
      room.models({ baseUrl: llama.baseUrl, ...(apiKey ? { apiKey } : {}), ...(apiMode ? { apiMode } : {}) });
    expect(await models()).toMatchObject({ ok: false, reason: 'unauthorized' });
    expect(await models('wrong-key')).toMatchObject({ ok: false, reason: 'unauthorized' });
    expect(await models('right-key')).toMatchObject({ ok: true });
    expect(await models('right-key', 'anthropic_messages')).toMatchObject({ ok: true });
    const report = await room.describe({ baseUrl: llama.baseUrl });
    expect(report).toMatchObject({ kind: 'llama-server', modes: { chat_completions: 'needs-key' } });
  });

  test('a prompt that is too long is an overflow in every API mode', async () => {
    const llama = await startLlama({ args: ['-c', '512'] });
    const llm = createLlmRoom({ ops: tempDir() });
    for (const apiMode of ['chat_completions', 'codex_responses', 'anthropic_messages'] as const) {
      const result = await llm.chat(
        { baseUrl: llama.baseUrl, model: 'x', apiMode },
        { task: 'test', messages: [{ role: 'user', content: 'x'.repeat(2000) }], maxTokens: 4, signal: llama.signal },
      );
      expect(result, apiMode).toMatchObject({ ok: false, failure: 'overflow', status: 400 });
    }
  });

  test('timings: no cache where it is switched off', async () => {
    const llama = await startLlama();
    const llm = createLlmRoom({ ops: tempDir() });
    const ask = () =>
      llm.chat(
        { baseUrl: llama.baseUrl, model: 'x' },
        {
          task: 'test',
          messages: [{ role: 'user', content: 'Hello there' }],
          maxTokens: 4,
          extraBody: { cache_prompt: false },
          signal: llama.signal,
        },
      );
    await ask();
    const second = await ask();
    expect(second).toMatchObject({ ok: true, timings: { cacheTokens: 0 }, usage: { cachedTokens: 0 } });
    expect(second.ok && second.timings?.promptTokens).toBeGreaterThan(10);
  });
});
