import { describe, expect, test } from 'vitest';
import { scriptedModel } from '../helpers/llm-stream.ts';

const chunk = (choice: object) => ({ model: 'x', choices: [choice] });
const DONE = 'data: [DONE]\n\n';

describe('the form of a call before there was `tool_calls`', () => {
  test('streamed in pieces', async () => {
    const model = await scriptedModel({
      stream: [
        chunk({ index: 0, delta: { role: 'assistant', content: null, function_call: { name: 'f', arguments: '' } } }),
        chunk({ index: 0, delta: { function_call: { arguments: '{"x"' } } }),
        chunk({ index: 0, delta: { function_call: { arguments: ':1}' } } }),
        chunk({ index: 0, delta: {}, finish_reason: 'function_call' }),
        DONE,
      ],
    });
    const { result, events } = await model.ask();
    expect(events).toContainEqual({ type: 'tool-call', name: 'f' });
    expect(result).toMatchObject({
      ok: true,
      finishReason: 'tool_calls',
      toolCalls: [{ id: expect.stringMatching(/^[A-Za-z0-9]{9}$/), function: { name: 'f', arguments: '{"x":1}' } }],
    });
  });

  test('in an answer as a whole; beside `tool_calls` it is the same call once more', async () => {
    const call = { name: 'f', arguments: '{"x":1}' };
    for (const more of [{}, { tool_calls: [{ id: 'a', type: 'function', function: call }] }]) {
      const model = await scriptedModel({
        body: {
          choices: [{ message: { content: null, function_call: call, ...more }, finish_reason: 'function_call' }],
        },
      });
      const { result } = await model.ask();
      expect(result).toMatchObject({ ok: true, finishReason: 'tool_calls' });
      expect(result.ok && result.toolCalls.map((one) => one.function)).toEqual([call]);
    }
  });
});

describe('choices by their index', () => {
  test('the only one counts whatever its index is', async () => {
    const streamed = await scriptedModel({
      stream: [
        chunk({ index: 1, delta: { content: 'Hel' } }),
        chunk({ index: 1, delta: { content: 'lo' } }),
        chunk({ index: 1, delta: {}, finish_reason: 'stop' }),
        DONE,
      ],
    });
    expect((await streamed.ask()).result).toMatchObject({ ok: true, text: 'Hello', finishReason: 'stop' });
    const whole = await scriptedModel({
      body: { choices: [{ index: 3, message: { content: 'Hello' }, finish_reason: 'stop' }] },
    });
    expect((await whole.ask()).result).toMatchObject({ ok: true, text: 'Hello' });
  });

  test('an index that is a text, or is left out, is as good', async () => {
    for (const index of ['0', null, undefined]) {
      const model = await scriptedModel({
        stream: [
          chunk({ index, delta: { content: 'Hel' } }),
          chunk({ index, delta: { content: 'lo' } }),
          chunk({ index, delta: {}, finish_reason: 'stop' }),
          'data: [DONE] \n\n',
        ],
      });
      expect((await model.ask()).result).toMatchObject({ ok: true, text: 'Hello', finishReason: 'stop' });
    }
  });

  test('of several answers at once the first that says something is read, and no other is mixed into it', async () => {
    const both = (one: string, two: string) => ({
      model: 'x',
      choices: [one, two].map((content, index) => ({ index, delta: { content } })),
    });
    const model = await scriptedModel({
      stream: [
        chunk({ index: 0, delta: { role: 'assistant', content: '' } }),
        chunk({ index: 1, delta: { content: 'Hel' } }),
        both('A', 'lo'),
        chunk({ index: 0, delta: { content: 'B' } }),
        chunk({ index: 0, delta: {}, finish_reason: 'length' }),
        chunk({ index: 1, delta: { content: '.' } }),
        chunk({ index: 1, delta: {}, finish_reason: 'stop' }),
        DONE,
      ],
    });
    expect((await model.ask()).result).toMatchObject({ ok: true, text: 'Hello.', finishReason: 'stop' });
  });
});
