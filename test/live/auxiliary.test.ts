import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTinyModel } from '../../scripts/llama.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { createAuxiliary } from '../../src/services/auxiliary.ts';
import { freshConfig } from '../../src/services/fresh-config.ts';
import { readSpeeds } from '../../src/services/measured-speed.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';

describeLive('background work on a real llama-server', () => {
  test('one slot: one request at a time, none that displaces the conversation; its speed sets later limits', async () => {
    // Answers of a few tokens say nothing about its speed.
    const [llama, model] = [await startLlama({ args: ['--ignore-eos'] }), basename(await ensureTinyModel('plain'))];
    const paths = tempHome({ 'config.yaml': `model:\n  default: ${model}\n  base_url: ${llama.baseUrl}\n` });
    const room = createAuxiliary({
      paths,
      config: freshConfig(paths, {}),
      llm: async () => createLlmRoom({ ops: paths.ops }),
      endpoint: async () => createEndpointRoom(),
      pluginTasks: async () => [],
    });
    const request = { messages: [{ role: 'user' as const, content: 'word '.repeat(200) }], maxTokens: 32 };
    const kept = await room.ask('title_generation', request, { mayDisplace: false });
    expect(kept.result).toMatchObject({ ok: false, failure: 'aborted' });
    expect(await readSpeeds(paths.ops, llama.baseUrl, model)).toBeUndefined();
    const before = await room.resolve('compression');
    expect(before).toMatchObject({ ok: true, route: { timeoutFrom: expect.stringContaining('not measured') } });

    const [first, second] = await Promise.all([1, 2].map(() => room.ask('title_generation', request)));
    expect(first?.result.ok && second?.result.ok).toBe(true);
    const speeds = await readSpeeds(paths.ops, llama.baseUrl, model);
    expect(speeds?.promptPerSecond).toBeGreaterThan(0);
    expect(speeds?.generatedPerSecond).toBeGreaterThan(0);
    const after = await room.resolve('compression');
    expect(after).toMatchObject({ ok: true, route: { onMainServer: true, local: true } });
    expect(after.ok && after.route.timeoutFrom).not.toContain('not measured');
  });

  test('a request waits for the end of a chat turn that nobody announced, and the turn ends undisturbed', async () => {
    const [llama, model] = [await startLlama({ args: ['-n', '2048'] }), basename(await ensureTinyModel('plain'))];
    // Patience for a turn that takes long on a busy machine.
    const patient = 'auxiliary: {title_generation: {timeout: 600}}\n';
    const paths = tempHome({ 'config.yaml': `model:\n  default: ${model}\n  base_url: ${llama.baseUrl}\n${patient}` });
    const llm = createLlmRoom({ ops: paths.ops });
    // Judged by the server at the moment of sending: the turn's last event may reach this process later than the slot is free.
    const busyWhenSent: boolean[] = [];
    const room = createAuxiliary({
      paths,
      config: freshConfig(paths, {}),
      llm: async () => ({
        ...llm,
        chat: async (target, request) => {
          const slots = (await (await fetch(`${llama.url}/slots`)).json()) as { is_processing: boolean }[];
          busyWhenSent.push(slots.some((slot) => slot.is_processing));
          return llm.chat(target, request);
        },
      }),
      endpoint: async () => createEndpointRoom(),
      pluginTasks: async () => [],
    });
    const messages = [{ role: 'user' as const, content: 'word '.repeat(50) }];
    const turn = { task: 'chat', messages, maxTokens: 2048, extraBody: { ignore_eos: true } };
    let asked: ReturnType<typeof room.ask> | undefined;
    let tokens = 0;
    for await (const event of llm.stream({ baseUrl: llama.baseUrl, model }, turn)) {
      if (event.type === 'text') asked ??= room.ask('title_generation', { messages, maxTokens: 8 });
      if (event.type === 'end' && event.result.ok) tokens = event.result.usage?.completionTokens ?? 0;
    }
    expect((await asked)?.result.ok).toBe(true);
    expect(tokens).toBe(2048);
    expect(busyWhenSent).toEqual([false]);
  });
});
