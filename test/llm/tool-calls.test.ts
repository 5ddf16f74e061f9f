import { expect, test } from 'vitest';
import { type CallPiece, createCallAssembler, finishReasonOf } from '../../src/llm/tool-calls.ts';
import { chatChunks, scriptedModel } from '../helpers/llm-stream.ts';

const piece = (part: Partial<CallPiece>): CallPiece => ({ id: '', name: '', arguments: '', ...part });

/** `id name(arguments)` of each call, and the names in the order in which they became known. */
function assembled(parts: Partial<CallPiece>[], cut = false) {
  const assembler = createCallAssembler();
  const names = parts.map((part) => assembler.add(piece(part))).filter((name) => name !== undefined);
  const calls = assembler.calls(cut).map(({ id, function: { name, arguments: args } }) => `${id} ${name}(${args})`);
  return { names, calls };
}

test.each<[string, Partial<CallPiece>[], string[]]>([
  [
    'as the protocol says',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{' },
      { index: 0, arguments: ' }' },
      { index: 1, id: 'b', name: 'g', arguments: '{}' },
    ],
    ['a f({ })', 'b g({})'],
  ],
  [
    'interleaved',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{' },
      { index: 1, id: 'b', name: 'g', arguments: '{' },
      { index: 0, arguments: '}' },
      { index: 1, arguments: ' }' },
    ],
    ['a f({})', 'b g({ })'],
  ],
  [
    'one index for several calls',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"x":1}' },
      { index: 0, id: 'b', name: 'f', arguments: '{"x":2}' },
      { index: 0, id: 'c', name: 'g', arguments: '{"x":' },
      { index: 0, arguments: '3}' },
    ],
    ['a f({"x":1})', 'b f({"x":2})', 'c g({"x":3})'],
  ],
  [
    'one index for several calls, continued by id',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{' },
      { index: 0, id: 'b', name: 'g', arguments: '{' },
      { index: 0, id: 'a', arguments: '}' },
      { index: 0, id: 'b', arguments: ' }' },
    ],
    ['a f({})', 'b g({ })'],
  ],
  [
    'the id after the name',
    [
      { index: 0, name: 'f' },
      { index: 0, id: 'a' },
      { index: 0, arguments: '{}' },
    ],
    ['a f({})'],
  ],
  [
    'the name after the id',
    [
      { index: 0, id: 'a' },
      { index: 0, name: 'f', arguments: '{}' },
    ],
    ['a f({})'],
  ],
  [
    'continuations with neither index nor id',
    [{ id: 'a', name: 'f', arguments: '{' }, { arguments: '"x"' }, { arguments: ':1}' }],
    ['a f({"x":1})'],
  ],
  [
    'id and name in every delta',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{' },
      { index: 0, id: 'a', name: 'f', arguments: '}' },
    ],
    ['a f({})'],
  ],
  [
    'an id that changes from delta to delta',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"x"' },
      { index: 0, id: 'b', arguments: ':1}' },
    ],
    ['a f({"x":1})'],
  ],
  [
    'a finished call sent again',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{ "x" : 1 }' },
      { index: 0, id: 'a', name: 'f', arguments: '{"x":1}' },
    ],
    ['a f({ "x" : 1 })'],
  ],
  [
    'a finished call sent again behind another',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{}' },
      { index: 1, id: 'b', name: 'g', arguments: '{}' },
      { index: 0, id: 'a', name: 'f', arguments: '{}' },
    ],
    ['a f({})', 'b g({})'],
  ],
  ['arguments as an object', [{ index: 0, id: 'a', name: 'f', arguments: { x: 1 } }], ['a f({"x":1})']],
  ['no arguments', [{ index: 0, id: 'a', name: 'f' }], ['a f({})']],
  ['arguments of white space', [{ index: 0, id: 'a', name: 'f', arguments: ' \n' }], ['a f({})']],
  ['null for arguments', [{ index: 0, id: 'a', name: 'f', arguments: null }], ['a f({})']],
  ['invalid arguments stay as they are', [{ index: 0, id: 'a', name: 'f', arguments: '{"x":' }], ['a f({"x":)']],
  ['empty deltas', [{}, { index: 0 }, { index: 0, id: 'a', name: 'f' }, {}], ['a f({})']],
])('%s', (_name, parts, calls) => {
  expect(assembled(parts).calls).toEqual(calls);
});

test('names are told once, as soon as they are known', () => {
  const parts = [
    { index: 0, id: 'a' },
    { index: 0, name: 'f' },
    { index: 0, name: 'f', arguments: '{}' },
    { index: 1, name: 'g' },
  ];
  expect(assembled(parts).names).toEqual(['f', 'g']);
});

test.each<[string, Partial<CallPiece>[]]>([
  [
    'whole, at places of their own',
    [
      { index: 0, id: 'call_0', name: 'f', arguments: '{"x":1}' },
      { index: 1, id: 'call_0', name: 'f', arguments: '{"x":2}' },
      { index: 2, id: 'call_0', name: 'g', arguments: '{}' },
    ],
  ],
  [
    'in pieces, at places of their own',
    [
      { index: 0, id: 'call_0', name: 'f', arguments: '' },
      { index: 1, id: 'call_0', name: 'f', arguments: '{"x"' },
      { index: 0, id: 'call_0', arguments: '{"x":1}' },
      { index: 1, id: 'call_0', arguments: ':2}' },
      { index: 2, id: 'call_0', name: 'g' },
    ],
  ],
  [
    'whole, without places',
    [
      { id: 'call_0', name: 'f', arguments: '{"x":1}' },
      { id: 'call_0', name: 'f', arguments: '{"x":2}' },
      { id: 'call_0', name: 'g', arguments: '{}' },
    ],
  ],
])('several calls of one id are all kept, with an id each: %s', (_name, parts) => {
  const { calls } = assembled(parts);
  expect(calls[0]).toBe('call_0 f({"x":1})');
  expect(calls.slice(1).map((call) => call.replace(/^[A-Za-z0-9]{9} /, '#'))).toEqual(['#f({"x":2})', '#g({})']);
});

test('arguments that come again as a whole are not appended, and mend what is missing of them', () => {
  const [broken, whole] = ['["x"]', '{"x":1}'];
  const parts = [
    { index: 0, id: 'a', name: 'f', arguments: broken },
    { index: 0, id: 'a', name: 'f', arguments: broken, whole: true },
    { index: 1, id: 'b', name: 'f', arguments: '{"x"' },
    { index: 1, id: 'b', name: 'f', arguments: whole, whole: true },
    { id: 'b', name: 'f', arguments: whole, whole: true },
  ];
  expect(assembled(parts).calls).toEqual([`a f(${broken})`, `b f(${whole})`]);
});

test('Responses: two calls of one id, and arguments that are no JSON, over the wire', async () => {
  const items = [
    { type: 'function_call', id: 'fc_0', call_id: 'call_0', name: 'f', arguments: '{"x":1}' },
    { type: 'function_call', id: 'fc_1', call_id: 'call_0', name: 'f', arguments: '["x"]' },
  ];
  const model = await scriptedModel({
    stream: [
      ...items.flatMap((item) => [
        { type: 'response.output_item.added', item: { ...item, arguments: '' } },
        { type: 'response.function_call_arguments.delta', item_id: item.id, delta: item.arguments },
        { type: 'response.output_item.done', item },
      ]),
      { type: 'response.completed', response: { status: 'completed', output: items } },
    ],
  });
  const { result } = await model.ask({ apiMode: 'codex_responses' });
  const { toolCalls } = result as Extract<typeof result, { ok: true }>;
  expect(toolCalls.map((call) => call.function.arguments)).toEqual(['{"x":1}', '["x"]']);
  expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
});

test.each(['chat_completions', 'codex_responses', 'anthropic_messages'] as const)(
  '%s: an answer that is not streamed has no id twice either',
  async (apiMode) => {
    const f = { name: 'f', arguments: '{}' };
    const body = {
      chat_completions: {
        choices: [{ message: { tool_calls: [f, f].map((call) => ({ id: 'call_0', function: call })) } }],
      },
      codex_responses: { output: [f, f].map((call) => ({ type: 'function_call', call_id: 'call_0', ...call })) },
      anthropic_messages: { content: [1, 2].map((x) => ({ type: 'tool_use', id: 'call_0', name: 'f', input: { x } })) },
    }[apiMode];
    const model = await scriptedModel({ body });
    const { result } = await model.ask({ apiMode });
    const { toolCalls } = result as Extract<typeof result, { ok: true }>;
    expect(toolCalls[0]?.id).toBe('call_0');
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
  },
);

test('several calls without any id get one each, of nine letters and digits', () => {
  const { calls } = assembled([
    { index: 0, name: 'f', arguments: '{"x":1}' },
    { index: 0, name: 'f', arguments: '{"x":2}' },
    { name: 'g', arguments: '{}' },
  ]);
  expect(calls.map((call) => call.replace(/^[A-Za-z0-9]{9} /, '#'))).toEqual(['#f({"x":1})', '#f({"x":2})', '#g({})']);
  expect(new Set(calls.map((call) => call.slice(0, 9))).size).toBe(3);
});

test('a call that the token limit cut before its arguments is not one without arguments', () => {
  const parts = [
    { index: 0, id: 'a', name: 'f' },
    { index: 1, id: 'b', name: 'g' },
  ];
  expect(assembled(parts, true).calls).toEqual(['a f({})', 'b g()']);
});

test('long arguments in many small pieces stay cheap', () => {
  const assembler = createCallAssembler();
  assembler.add(piece({ index: 0, id: 'a', name: 'f', arguments: '{"x":"' }));
  for (let at = 0; at < 200_000; at += 1) assembler.add(piece({ index: 0, arguments: '}{' }));
  assembler.add(piece({ index: 0, arguments: '"}' }));
  expect(assembler.calls(false)[0]?.function.arguments).toHaveLength(400_008);
});

test.each([
  ['stop', 1, 'tool_calls'],
  ['', 2, 'tool_calls'],
  ['function_call', 1, 'tool_calls'],
  ['length', 1, 'length'],
  ['stop', 0, 'stop'],
  ['', 0, 'stop'],
  ['tool_calls', 0, 'stop'],
  ['content_filter', 0, 'content_filter'],
])('finish reason %j with %i calls is %s', (said, calls, expected) => {
  expect(finishReasonOf(said, calls)).toBe(expected);
});

test('the same over the wire: `stop` with calls, no id, arguments as an object', async () => {
  const delta = { tool_calls: [{ index: 0, function: { name: 'f', arguments: { x: 1 } } }] };
  const model = await scriptedModel({ stream: chatChunks([delta], 'stop') });
  const { events, result } = await model.ask();
  expect(events).toEqual([{ type: 'tool-call', name: 'f' }]);
  expect(result).toMatchObject({
    ok: true,
    finishReason: 'tool_calls',
    toolCalls: [{ id: expect.stringMatching(/^[A-Za-z0-9]{9}$/), function: { name: 'f', arguments: '{"x":1}' } }],
  });
});
