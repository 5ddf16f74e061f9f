import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatMessage, ToolCall } from '../../src/contract/index.ts';
import { chatBody } from '../../src/llm/chat-completions.ts';
import { messagesBody } from '../../src/llm/messages.ts';
import { responsesBody } from '../../src/llm/responses.ts';
import { strictMessages } from '../../src/llm/strict-messages.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const TARGET = { baseUrl: 'http://127.0.0.1:8000/v1', model: 'm' };

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ' ', '\n', '"', '\\', '压缩', '\u2028'));
const call: fc.Arbitrary<ToolCall> = fc.record({
  id: fc.string({ minLength: 1 }),
  type: fc.constant('function'),
  function: fc.record({
    name: fc.string({ minLength: 1 }),
    arguments: fc.oneof(fc.json(), fc.constantFrom('{ "a" : 1 }', '{}', '{"b":1,"a":2}', '{"2":1,"1":2}')),
  }),
});
const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constant('user'), content: text }),
  fc.record(
    {
      role: fc.constant('assistant'),
      content: fc.option(text),
      reasoning: text,
      tool_calls: fc.array(call, { maxLength: 3 }),
    },
    { requiredKeys: ['role', 'content'] },
  ),
  fc.record({ role: fc.constant('tool'), tool_call_id: fc.string(), content: text }),
) as fc.Arbitrary<ChatMessage>;
const conversation = fc
  .tuple(text, fc.array(message, { maxLength: 12 }), fc.array(message, { minLength: 1, maxLength: 4 }))
  .map(([system, before, added]) => {
    const first: ChatMessage[] = [{ role: 'system', content: system }, ...before];
    return { first, second: [...first, ...added] };
  });
const request = (messages: ChatMessage[]) => ({ task: 'test', messages, maxTokens: 9 });

/** The same values with the keys of every object in another order, as a store may give them back. */
const reordered = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reordered) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  ) as T;
};

/** A list as JSON without its last bracket: what the list of the next request begins with. */
const open = (list: unknown): string => JSON.stringify(list).slice(0, -1);

const MODES = {
  'chat completions': (messages: ChatMessage[]) => chatBody(TARGET, request(messages))['messages'],
  Responses: (messages: ChatMessage[]) => responsesBody(TARGET, request(messages))['input'],
  // Turns of one role are joined there, so the parts are what is appended.
  'Anthropic messages': (messages: ChatMessage[]) =>
    (messagesBody(TARGET, request(messages))['messages'] as { role: string; content: object[] }[]).flatMap(
      ({ role, content }) => content.map((part) => ({ role, part })),
    ),
};

test.each(Object.entries(MODES))('%s: appended messages leave what was sent as it was', (_name, sent) => {
  fc.assert(
    fc.property(conversation, ({ first, second }) => {
      expect(open(sent(second)).startsWith(open(sent(first)))).toBe(true);
      expect(JSON.stringify(sent(reordered(first)))).toBe(JSON.stringify(sent(first)));
    }),
    RUNS,
  );
});

test('Anthropic turns alternate, none is empty, and a call has an object as input', () => {
  fc.assert(
    fc.property(conversation, ({ second }) => {
      const turns = messagesBody(TARGET, request(second))['messages'] as { role: string; content: object[] }[];
      turns.forEach(({ role, content }, at) => {
        expect(role).not.toBe(turns[at - 1]?.role);
        expect(content).not.toEqual([]);
        for (const part of content as { type: string; input?: unknown }[]) {
          if (part.type === 'tool_use') expect(Object.prototype.toString.call(part.input)).toBe('[object Object]');
        }
      });
    }),
    RUNS,
  );
});

test('chat completions: content is always a text, an assistant without calls has no list of them', () => {
  fc.assert(
    fc.property(conversation, ({ second }) => {
      const messages = chatBody(TARGET, request(second))['messages'] as Record<string, unknown>[];
      for (const sent of messages) {
        expect(typeof sent['content']).toBe('string');
        expect(sent['tool_calls']).not.toEqual([]);
      }
    }),
    RUNS,
  );
});

test('Anthropic gets plain ids that come once, and no blank text, whatever model began the conversation', () => {
  const call = (id: string): ToolCall => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
  const round = (ids: string[]): ChatMessage[] => [
    { role: 'assistant', content: '\n\n', tool_calls: ids.map(call) },
    ...ids.map((id): ChatMessage => ({ role: 'tool', tool_call_id: id, content: 'done' })),
  ];
  const messages: ChatMessage[] = [
    { role: 'user', content: 'Go on.' },
    ...round(['functions.f:0', 'call_0']),
    ...round(['call_0', 'functions_f_0']),
    ...round(['call_0__2', 'call_0']),
  ];
  type Turn = { role: string; content: { type: string; id?: string; tool_use_id?: string }[] };
  const turns = (baseUrl: string) => messagesBody({ baseUrl, model: 'm' }, request(messages))['messages'] as Turn[];
  const ids = (baseUrl: string) => turns(baseUrl).map(({ content }) => content.map((one) => one.id ?? one.tool_use_id));
  const strict = [
    [undefined],
    ['functions_f_0', 'call_0'],
    ['functions_f_0', 'call_0'],
    ['call_0__2', 'functions_f_0__2'],
    ['call_0__2', 'functions_f_0__2'],
    ['call_0__2__2', 'call_0__3'],
    ['call_0__2__2', 'call_0__3'],
  ];
  expect(ids('https://api.anthropic.com')).toEqual(strict);
  expect(ids(TARGET.baseUrl)[1]).toEqual([undefined, 'functions.f:0', 'call_0']);
  fc.assert(
    fc.property(conversation, ({ first, second }) => {
      const at = (all: ChatMessage[]) => JSON.stringify(strictMessages(all));
      expect(at(second).startsWith(at(first).slice(0, -1))).toBe(true);
    }),
    RUNS,
  );
});
