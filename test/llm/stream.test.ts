import { describe, expect, test } from 'vitest';
import type { ApiMode, ChatMessage } from '../../src/contract/index.ts';
import { chatChunks, MODES, SAYS, scriptedModel } from '../helpers/llm-stream.ts';

const ANSWER = {
  ok: true,
  model: 'x',
  text: 'Hello',
  reasoning: 'hm',
  toolCalls: [],
  finishReason: 'stop',
  usage: { promptTokens: 10, completionTokens: 2, cachedTokens: 3 },
};

describe.each(MODES)('a stream of %s', (apiMode) => {
  const { begin, end } = SAYS[apiMode];

  test('brings pieces, then the whole', async () => {
    const model = await scriptedModel({ stream: [...begin, ...end] });
    const { events, result } = await model.ask({ apiMode });
    expect(events).toEqual([
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'He' },
      { type: 'text', text: 'llo' },
    ]);
    expect(result).toEqual({ ...ANSWER, ms: result.ms });
    expect(model.ledger()).toMatchObject([
      { task: 'test', ok: true, promptTokens: 10, completionTokens: 2, cachedTokens: 3 },
    ]);
    expect(JSON.parse(model.server.seen[0]?.body ?? '')).toMatchObject({ stream: true, model: 'm' });
  });

  test('is read however it is cut into packets, with comments and CRLF in between', async () => {
    const text = [': ping\r\n\r\n', ...begin, ': ping\n\n', ...end]
      .map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\r\n\r\n`))
      .join('')
      .replace('llo', 'lló');
    const bytes = [...Buffer.from(text, 'utf8')];
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) =>
      Buffer.from(bytes.slice(at * 7, at * 7 + 7)),
    );
    const model = await scriptedModel({ stream: [] });
    // Written by hand: the helper writes texts, and a letter may be cut in two here.
    const server = (await import('node:http')).createServer(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { result } = await model.ask({ apiMode, baseUrl: `http://127.0.0.1:${port}/v1` });
    server.close();
    expect(result).toMatchObject({ ...ANSWER, text: 'Helló' });
  });

  test('a server that does not stream is understood too', async () => {
    const whole: Record<ApiMode, object> = {
      chat_completions: { model: 'x', choices: [{ finish_reason: 'stop', message: { content: 'Hello' } }] },
      codex_responses: { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello' }] }] },
      anthropic_messages: { content: [{ type: 'text', text: 'Hello' }], stop_reason: 'end_turn' },
    };
    // Some name an error in every answer.
    for (const more of [{}, { error: null }, { error: '' }, { error: false }]) {
      const model = await scriptedModel({ body: { ...whole[apiMode], ...more } });
      const { events, result } = await model.ask({ apiMode });
      expect(events).toEqual([{ type: 'text', text: 'Hello' }]);
      expect(result).toMatchObject({ ok: true, text: 'Hello', finishReason: 'stop' });
    }
  });

  test('the key goes out as it does without streaming, and none where there is none', async () => {
    const model = await scriptedModel({ stream: [...begin, ...end] });
    await model.ask({ apiMode });
    await model.ask({ apiMode, apiKey: 'sk-secret' });
    const [without, withKey] = model.server.seen;
    expect(without?.headers['authorization'] ?? without?.headers['x-api-key']).toBeUndefined();
    expect(withKey?.headers['authorization'] ?? withKey?.headers['x-api-key']).toContain('sk-secret');
  });
});

const TOOL = { type: 'function' as const, function: { name: 'f', description: 'd', parameters: { type: 'object' } } };

describe('tool calls keep the arguments byte for byte', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{ "a" : 1 }' } };
  const streams: Record<ApiMode, (object | string)[]> = {
    chat_completions: chatChunks(
      [
        { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{' } }] },
        { tool_calls: [{ index: 0, function: { arguments: ' "a" : 1' } }] },
        { tool_calls: [{ index: 0, function: { arguments: ' }' } }] },
      ],
      'stop',
    ),
    codex_responses: [
      {
        type: 'response.output_item.added',
        item: { type: 'function_call', id: 'i', call_id: 'c1', name: 'f', arguments: '' },
      },
      { type: 'response.function_call_arguments.delta', item_id: 'i', delta: '{ "a"' },
      { type: 'response.function_call_arguments.delta', item_id: 'i', delta: ' : 1 }' },
      {
        type: 'response.output_item.done',
        item: { type: 'function_call', id: 'i', call_id: 'c1', name: 'f', arguments: '{ "a" : 1 }' },
      },
      {
        type: 'response.completed',
        response: {
          status: 'completed',
          output: [{ type: 'function_call', id: 'i', call_id: 'c1', name: 'f', arguments: '{ "a" : 1 }' }],
        },
      },
    ],
    anthropic_messages: [
      { type: 'message_start', message: {} },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'c1', name: 'f', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{ "a"' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: ' : 1 }' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ],
  };
  test.each(MODES)('%s', async (apiMode) => {
    const model = await scriptedModel({ stream: streams[apiMode] });
    const { events, result } = await model.ask({ apiMode, tools: [TOOL] });
    expect(events).toEqual([{ type: 'tool-call', name: 'f' }]);
    expect(result).toMatchObject({ ok: true, finishReason: 'tool_calls', toolCalls: [call] });
  });

  test('calls that come only in `response.completed` count', async () => {
    const model = await scriptedModel({ stream: streams.codex_responses.slice(-1) });
    const { events, result } = await model.ask({ apiMode: 'codex_responses' });
    expect(events).toEqual([{ type: 'tool-call', name: 'f' }]);
    expect(result).toMatchObject({ finishReason: 'tool_calls', toolCalls: [call] });
  });
});

describe('chat completions', () => {
  test('progress and timings of llama-server', async () => {
    const progress = { total: 6020, cache: 100, processed: 2048, time_ms: 188 };
    const timings = { cache_n: 29, prompt_n: 1, predicted_n: 5, prompt_ms: 1, predicted_ms: 2 };
    const model = await scriptedModel({
      stream: [
        { choices: [{ index: 0, delta: { role: 'assistant', content: null } }], prompt_progress: progress },
        ...chatChunks([{ content: 'a' }]).slice(0, -1),
        { choices: [], usage: { prompt_tokens: 30, completion_tokens: 5 }, timings },
        'data: [DONE]\n\n',
      ],
    });
    const { events, result } = await model.ask({ progress: true });
    expect(events[0]).toEqual({ type: 'progress', total: 6020, cached: 100, processed: 2048, ms: 188 });
    expect(result).toMatchObject({ usage: { promptTokens: 30 }, timings: { cacheTokens: 29, generatedTokens: 5 } });
    expect(JSON.parse(model.server.seen[0]?.body ?? '')).toMatchObject({
      return_progress: true,
      stream_options: { include_usage: true },
    });
  });

  test('what is asked for is sent, and nothing a server may refuse unasked', async () => {
    const model = await scriptedModel({ stream: chatChunks([{ content: 'a' }]) });
    await model.ask({ tools: [TOOL], toolChoice: 'auto', temperature: 0, seed: 7, extraBody: { cache_prompt: false } });
    expect(JSON.parse(model.server.seen[0]?.body ?? '')).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 64,
      tools: [TOOL],
      tool_choice: 'auto',
      temperature: 0,
      seed: 7,
      cache_prompt: false,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('reasoning goes back, and content is a text', async () => {
    const model = await scriptedModel({ stream: chatChunks([{ content: 'a' }]) });
    const calls = [{ function: { arguments: '{ }', name: 'f' }, type: 'function' as const, id: 'c1' }];
    const messages: ChatMessage[] = [
      { role: 'user', content: 'U' },
      { role: 'assistant', content: null, reasoning: 'R', tool_calls: calls },
      { role: 'tool', tool_call_id: 'c1', content: null },
    ];
    await model.ask({ messages });
    const body = model.server.seen[0]?.body ?? '';
    expect(body).toContain(
      '{"role":"assistant","content":"","reasoning_content":"R","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{ }"}}]},{"role":"tool","tool_call_id":"c1","content":""}',
    );
  });

  test('ends by `finish_reason` without `[DONE]`, and by `[DONE]` without `finish_reason`', async () => {
    const done = await scriptedModel({ stream: [...chatChunks([{ content: 'a' }], null), 'data: [DONE]\n\n'] });
    expect((await done.ask()).result).toMatchObject({ ok: true, text: 'a', finishReason: 'stop' });
    const finish = await scriptedModel({ stream: chatChunks([{ content: 'a' }], 'length').slice(0, 2), end: 'close' });
    expect((await finish.ask()).result).toMatchObject({ ok: true, text: 'a', finishReason: 'length' });
  });
});

test('an answer of the Responses API cut by its limit says so', async () => {
  const incomplete = { type: 'response.incomplete', response: { status: 'incomplete', output: [] } };
  const model = await scriptedModel({ stream: [...SAYS.codex_responses.begin, incomplete] });
  expect((await model.ask({ apiMode: 'codex_responses' })).result).toMatchObject({ ok: true, finishReason: 'length' });
});

test.each(MODES)('in mode %s the session of a request stands in the ledger and is not sent', async (apiMode) => {
  const { begin, end } = SAYS[apiMode];
  const model = await scriptedModel({ stream: [...begin, ...end] });
  await model.ask({ apiMode, session: 'the-session' });
  await model.ask({ apiMode });
  expect(model.ledger().map(({ session }) => session)).toEqual(['the-session', undefined]);
  expect(model.server.seen[0]?.body).toBe(model.server.seen[1]?.body);
});

test('content as a list of parts, as Mistral streams thoughts and text', async () => {
  const parts = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
    { type: 'text', text: 'Hello' },
  ];
  const said = { ok: true, text: 'Hello', reasoning: 'hm' };
  const streamed = await scriptedModel({ stream: chatChunks(parts.map((part) => ({ content: [part] }))) });
  expect((await streamed.ask()).result).toMatchObject(said);
  const whole = await scriptedModel({ body: { choices: [{ message: { content: parts }, finish_reason: 'stop' }] } });
  expect((await whole.ask()).result).toMatchObject(said);
});

test.each([
  [{ prompt_tokens: -5, completion_tokens: 1e30 }, undefined],
  [{ prompt_tokens: 10, completion_tokens: 1e30 }, undefined],
  [{ prompt_tokens: '12', completion_tokens: '3' }, undefined],
  [
    { prompt_tokens: 10.4, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 9e9 } },
    { promptTokens: 10, completionTokens: 2, cachedTokens: 10 },
  ],
])('counts that cannot be are none: %j', async (usage, expected) => {
  const model = await scriptedModel({
    stream: [...chatChunks([{ content: 'Hi' }], null), { choices: [], usage }, 'data: [DONE]\n\n'],
  });
  const { result } = await model.ask();
  expect(result).toMatchObject({ ok: true, text: 'Hi' });
  expect((result as { usage?: object }).usage).toEqual(expected);
});
