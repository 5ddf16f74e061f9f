import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApiMode, ChatMessage, ChatResult, StreamRequest, ToolSchema } from '../../src/contract/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { describeLive, type RunningLlama, startLlama } from '../helpers/llama-server.ts';
import { collect, MODES } from '../helpers/llm-stream.ts';

const PICK: ToolSchema = {
  type: 'function',
  function: {
    name: 'pick',
    description: 'Picks a colour.',
    parameters: {
      type: 'object',
      properties: { color: { type: 'string', enum: ['red', 'green'] } },
      required: ['color'],
    },
  },
};
/** English for prompts of any length. */
const CORPUS = readFileSync(new URL('../../scripts/tiny-model/corpus.txt', import.meta.url), 'utf8');

/** A stream from this server; what is not given is a greeting. */
function stream(llama: RunningLlama, request: Partial<StreamRequest> & { apiMode?: ApiMode; apiKey?: string } = {}) {
  const { apiMode, apiKey, ...rest } = request;
  const target = {
    baseUrl: llama.baseUrl,
    model: 'x',
    ...(apiMode ? { apiMode } : {}),
    ...(apiKey ? { apiKey } : {}),
  };
  const messages: ChatMessage[] = [{ role: 'user', content: 'Hello there' }];
  return createLlmRoom({ ops: tempDir() }).stream(target, {
    task: 'test',
    messages,
    maxTokens: 24,
    signal: llama.signal,
    ...rest,
  });
}

function answered(result: ChatResult) {
  if (!result.ok) throw new Error(`${result.failure}: ${result.message}`);
  return result;
}

describeLive('streams of a real llama-server', () => {
  test('what a template is told of thinking reaches it in every API mode, in the words that the agent uses there', async () => {
    const file = join(tempDir(), 'template.jinja');
    const words = (name: string): string => `${name} `.repeat(8);
    writeFileSync(
      file,
      [
        '{% for m in messages %}{{ m.role }}: {{ m.content }}{% endfor %}',
        `{% if enable_thinking is defined and not enable_thinking %}${words('quiet')}{% endif %}`,
        `{% if reasoning_effort is defined %}${words('effort')}{% endif %}`,
      ].join('\n'),
    );
    const llama = await startLlama({ args: ['--chat-template-file', file] });
    const promptOf = async (apiMode: ApiMode, extraBody: Record<string, unknown>): Promise<number> => {
      const { result } = await collect(stream(llama, { apiMode, extraBody, maxTokens: 2 }));
      return answered(result).usage?.promptTokens ?? 0;
    };
    for (const apiMode of MODES) {
      const [off, high] =
        apiMode === 'codex_responses'
          ? [{ reasoning: { effort: 'none' } }, { reasoning: { effort: 'high' } }]
          : [
              { chat_template_kwargs: { enable_thinking: false } },
              { chat_template_kwargs: { reasoning_effort: 'high' } },
            ];
      const plain = await promptOf(apiMode, {});
      // A template that knows nothing of thinking is told by llama-server itself that there is none.
      const on = await promptOf(apiMode, { chat_template_kwargs: { enable_thinking: true } });
      expect(await promptOf(apiMode, off), apiMode).toBeGreaterThan(on + 8);
      expect(await promptOf(apiMode, high), apiMode).toBeGreaterThan(plain + 8);
    }
  });

  test('text, usage and timings in every API mode', async () => {
    const llama = await startLlama({ model: 'bpe', args: ['--ignore-eos'] });
    for (const apiMode of MODES) {
      const { events, result } = await collect(stream(llama, { apiMode }));
      const { text, usage, timings, finishReason, model } = answered(result);
      expect(text, apiMode).not.toBe('');
      expect(events.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe(text);
      expect(events.length).toBeGreaterThan(2);
      expect(usage?.promptTokens, apiMode).toBeGreaterThan(5);
      expect(usage?.completionTokens, apiMode).toBeGreaterThan(2);
      expect(finishReason).toBe('length');
      expect(model).toContain('tiny-bpe');
      if (apiMode !== 'anthropic_messages') expect(timings?.generatedTokens, apiMode).toBe(usage?.completionTokens);
    }
  });

  test('a tool call, its answer and a further turn in every API mode', async () => {
    const llama = await startLlama({ model: 'tools' });
    for (const apiMode of MODES) {
      const messages: ChatMessage[] = [
        { role: 'system', content: 'You pick.' },
        { role: 'user', content: 'Pick a colour.' },
      ];
      const ask = (seed: number) =>
        collect(stream(llama, { apiMode, messages, tools: [PICK], maxTokens: 400, seed, extraBody: { seed } }));
      const called = await until(ask, ({ result }) => result.ok && result.finishReason === 'tool_calls');
      const { toolCalls, text } = answered(called.result);
      expect(called.events).toContainEqual({ type: 'tool-call', name: 'pick' });
      for (const { id, function: call } of toolCalls) {
        expect(id).not.toBe('');
        expect(call.name).toBe('pick');
        expect(['red', 'green']).toContain(JSON.parse(call.arguments).color);
      }
      messages.push({ role: 'assistant', content: text, tool_calls: toolCalls });
      for (const { id } of toolCalls) messages.push({ role: 'tool', tool_call_id: id, content: 'done' });
      expect((await ask(1)).result, apiMode).toMatchObject({ ok: true });
    }
  });

  test('progress through a long prompt', async () => {
    for (const apiMode of ['chat_completions', 'codex_responses'] as const) {
      const llama = await startLlama({ model: 'bpe' });
      const messages: ChatMessage[] = [{ role: 'user', content: CORPUS.slice(0, 14_000) }];
      const { events, result } = await collect(stream(llama, { apiMode, messages, progress: true, maxTokens: 4 }));
      const progress = events.filter((event) => event.type === 'progress');
      const prompt = answered(result).usage?.promptTokens ?? 0;
      expect(prompt).toBeGreaterThan(2048);
      expect(progress.length, apiMode).toBeGreaterThan(1);
      expect(progress[0]).toMatchObject({ total: prompt });
      expect(progress.at(-1)).toMatchObject({ total: prompt, processed: prompt });
    }
  });

  test('what it refuses', async () => {
    const small = await startLlama({ args: ['-c', '1024', '--api-key', 'right-key', '--no-jinja'] });
    const long: ChatMessage[] = [{ role: 'user', content: 'x'.repeat(2000) }];
    for (const apiMode of MODES) {
      const overflow = await collect(stream(small, { apiMode, messages: long, apiKey: 'right-key' }));
      expect(overflow.result, apiMode).toMatchObject({ failure: 'overflow', contextTokens: 1024 });
      expect(!overflow.result.ok && overflow.result.promptTokens).toBeGreaterThan(2000);
      const key = await collect(stream(small, { apiMode, apiKey: 'wrong-key' }));
      expect(key.result, apiMode).toMatchObject({ failure: 'unauthorized', status: 401 });
      const tools = await collect(stream(small, { apiMode, apiKey: 'right-key', tools: [PICK] }));
      expect(tools.result, apiMode).toMatchObject({ failure: 'template', status: 500 });
      expect(tools.events).toEqual([]);
    }
  });

  test('a call with invalid arguments in the history is told as such, and not repeated', async () => {
    const llama = await startLlama({ model: 'tools' });
    const broken = { id: 'a', type: 'function' as const, function: { name: 'pick', arguments: '{"color' } };
    const messages: ChatMessage[] = [
      { role: 'user', content: 'x' },
      { role: 'assistant', content: null, tool_calls: [broken] },
      { role: 'tool', tool_call_id: 'a', content: 'y' },
    ];
    const { events, result } = await collect(stream(llama, { messages, tools: [PICK] }));
    expect(events).toEqual([]);
    expect(result).toMatchObject({ failure: 'template' });
  });

  test.each(MODES)('an abort frees the slot of a server that generates: %s', async (apiMode) => {
    const llama = await startLlama({ model: 'bpe', args: ['-n', '-1', '--ignore-eos'] });
    const controller = new AbortController();
    let told: ChatResult | undefined;
    for await (const event of stream(llama, { apiMode, maxTokens: 100_000, signal: controller.signal })) {
      if (event.type === 'text') controller.abort();
      if (event.type === 'end') told = event.result;
    }
    expect(told).toMatchObject({ failure: 'aborted' });
    await untilFree(llama);
    for await (const event of stream(llama, { apiMode, maxTokens: 100_000 })) if (event.type === 'text') break;
    await untilFree(llama);
  });

  // It notices that nobody listens when it writes: between two batches, if it was asked for progress. In Anthropic
  // messages it writes nothing while it reads a prompt.
  test.each(['chat_completions', 'codex_responses'] as const)(
    'an abort frees the slot of a server that reads a prompt: %s',
    async (apiMode) => {
      const llama = await startLlama({ model: 'bpe', args: ['-b', '256', '-ub', '256'] });
      const messages: ChatMessage[] = [{ role: 'user', content: CORPUS }];
      const controller = new AbortController();
      let seen = 0;
      for await (const event of stream(llama, { apiMode, messages, progress: true, signal: controller.signal })) {
        if (event.type === 'progress' && event.processed > 0 && seen === 0) {
          seen = event.processed / event.total;
          controller.abort();
        }
        if (event.type === 'end') expect(event.result).toMatchObject({ failure: 'aborted' });
      }
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(0.5);
      const aborted = performance.now();
      await untilFree(llama);
      console.log(`${apiMode}: free ${Math.round(performance.now() - aborted)} ms after an abort in the prompt`);
    },
  );

  test.each([
    ['texts that end by themselves', 'stop', 1_000, {}],
    ['texts that are cut', 'length', 60, { logit_bias: [256, 257, 258].map((token) => [token, -100]) }],
  ] as const)('the next turn finds what was said in the cache: %s', async (_name, end, maxTokens, extraBody) => {
    // Bytes are tokens there, so that a text of any length is cut into the same tokens again.
    const llama = await startLlama({ model: 'plain' });
    const messages: ChatMessage[] = [
      { role: 'system', content: CORPUS.slice(0, 2_000) },
      { role: 'user', content: 'Tell me more about it.' },
    ];
    let expected = 0;
    const said: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const { result } = await collect(stream(llama, { messages, maxTokens, seed: turn, extraBody }));
      const { text, usage, finishReason } = answered(result);
      if (!usage) throw new Error('no usage');
      if (finishReason === end) said.push(text);
      expect(usage.cachedTokens, `turn ${turn}`).toBeGreaterThanOrEqual(expected * 0.98);
      if (turn > 0) console.log(`${end}, turn ${turn}: ${usage.cachedTokens} of ${expected} tokens from the cache`);
      expected = usage.promptTokens + usage.completionTokens;
      messages.push({ role: 'assistant', content: text }, { role: 'user', content: `And number ${turn}?` });
    }
    // Empty ones would show nothing.
    expect(said.filter((text) => text.length > 20).length).toBeGreaterThan(1);
  });
});

/** Asks with other seeds until it fits: the tiny model's calls are a matter of chance. */
async function until<T>(ask: (seed: number) => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (let seed = 1; seed < 30; seed += 1) {
    const value = await ask(seed);
    if (fits(value)) return value;
  }
  throw new Error('no seed fits');
}

async function isBusy(llama: RunningLlama): Promise<boolean> {
  const slots = (await (await fetch(`${llama.url}/slots`)).json()) as { is_processing: boolean }[];
  return slots.some((slot) => slot.is_processing);
}

async function untilFree(llama: RunningLlama): Promise<void> {
  await expect.poll(() => isBusy(llama), { interval: 20, message: 'the slot is busy' }).toBe(false);
}
