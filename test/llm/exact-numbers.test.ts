import { expect, test } from 'vitest';
import type { ApiMode } from '../../src/contract/index.ts';
import { parseExact } from '../../src/llm/exact-json.ts';
import { MODES, scriptedModel } from '../helpers/llm-stream.ts';

/** As a server writes them: what a double cannot hold, and what it can. */
const ARGS =
  '{"id":12345678901234567890,"big":1e999,"small":-9007199254740993,"n":1.5,"safe":9007199254740992,"power":1152921504606846976,"s":"1e999"}';

const event = (json: string) => `data: ${json}\n\n`;

const STREAMS: Record<ApiMode, string[]> = {
  chat_completions: [
    event(
      `{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":${ARGS}}}]}}]}`,
    ),
    event('{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}'),
    'data: [DONE]\n\n',
  ],
  codex_responses: [
    event(
      `{"type":"response.output_item.done","item":{"type":"function_call","call_id":"a","name":"f","arguments":${ARGS}}}`,
    ),
    event('{"type":"response.completed","response":{"status":"completed","output":[]}}'),
  ],
  anthropic_messages: [
    event('{"type":"message_start","message":{"model":"x","usage":{"input_tokens":1}}}'),
    event(
      `{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":${ARGS}}}`,
    ),
    event('{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}}'),
    event('{"type":"message_stop"}'),
  ],
};

const WHOLE: Record<ApiMode, string> = {
  chat_completions: `{"choices":[{"message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":${ARGS}}}]}}]}`,
  codex_responses: `{"output":[{"type":"function_call","call_id":"a","name":"f","arguments":${ARGS}}]}`,
  anthropic_messages: `{"content":[{"type":"tool_use","id":"a","name":"f","input":${ARGS}}]}`,
};

test.each(MODES)('%s: arguments that come as an object keep their numbers as they were written', async (apiMode) => {
  for (const reply of [{ stream: STREAMS[apiMode] }, { body: WHOLE[apiMode] }]) {
    const model = await scriptedModel(reply);
    const { result } = await model.ask({ apiMode });
    expect(result).toMatchObject({ ok: true, toolCalls: [{ function: { name: 'f', arguments: ARGS } }] });
  }
});

test('and so does a history that is sent as objects again', async () => {
  const model = await scriptedModel({ stream: STREAMS.anthropic_messages });
  await model.ask({
    apiMode: 'anthropic_messages',
    messages: [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"id":12345678901234567890}' } }],
      },
      { role: 'tool', content: 'done', tool_call_id: 'a' },
    ],
  });
  expect(model.server.seen[0]?.body).toContain('"input":{"id":12345678901234567890}');
});

test('everything else is read as ever', () => {
  for (const text of ['1', '9007199254740992', '1e3', '0.12345678901234567', '-0', '"1e999"', 'null'])
    expect(parseExact(text), text).toEqual(JSON.parse(text));
  expect(() => parseExact('{"a":12345678901234567890')).toThrow(SyntaxError);
});
