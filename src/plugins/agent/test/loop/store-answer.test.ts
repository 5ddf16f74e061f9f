import type { ChatAnswer, ToolCall } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { createConversation, sentMessages } from '../../src/loop/conversation.ts';
import { storeAnswer as store } from '../../src/loop/store-answer.ts';
import { openSessions } from '../../src/sessions/store.ts';

function conversationOf() {
  const log = openSessions(`${tempDir()}/sessions.db`);
  const id = log.create({ systemPrompt: 's', toolsJson: '[]', model: 'm', baseUrl: 'u', cwd: '/' });
  return createConversation({ id, system: 's', tools: [], sendReasoning: true, log });
}

const storeAnswer = (conversation: Parameters<typeof store>[0], answer: ChatAnswer) => store(conversation, answer, 'm');

const call = (args: string, name = 'read_file'): ToolCall => ({
  id: 'c1',
  type: 'function',
  function: { name, arguments: args },
});

const answer = (toolCalls: ToolCall[], rest: Partial<ChatAnswer> = {}): ChatAnswer => ({
  ok: true,
  model: 'm',
  text: '',
  toolCalls,
  finishReason: 'tool_calls',
  ms: 1,
  ...rest,
});

test('arguments stay byte for byte as the server gave them', () => {
  const conversation = conversationOf();
  const text = '{ "path" : "a\\u4f60.txt" }';
  storeAnswer(conversation, answer([call(text)]));
  expect(sentMessages(conversation, { steering: true }).at(-1)?.tool_calls?.[0]?.function.arguments).toBe(text);
});

test.each([
  ['{"path": "a', 'not closed'],
  ['[1]', 'a list'],
  ['null', 'null'],
  ['"x"', 'a text that holds no object'],
  ['{"a":4e1207090665200007}', 'a number beyond a double'],
  [`{"a":[-${'9'.repeat(400)}]}`, 'a number of 400 digits'],
  ['{"a":1e999,"a":1}', 'a number beyond a double that a later key hides'],
  ['{"a":"\\ud83d"}', 'half of a surrogate pair'],
  ['{"\\uDE00\\ud83d":1}', 'the halves of a pair in the wrong order'],
  ['"{\\"a\\":1e999}"', 'encoded twice, with a number beyond a double'],
])('%j is not carried out, and the history says {}', (text) => {
  const conversation = conversationOf();
  const [stored] = storeAnswer(conversation, answer([call(text)]));
  expect(stored).toMatchObject({ raw: text, invalid: expect.stringContaining('cannot be read') });
  expect(JSON.stringify(sentMessages(conversation, { steering: true }))).toContain('"arguments":"{}"');
});

test.each([['{"a":"\\ud83d\\ude00 \\\\ud83d 1e999","b":1e308,"c":1e-999}'], ['{"\\u0000":"\\\\\\" {[ 9e999"}']])(
  '%j only looks like what is refused',
  (text) => {
    expect(storeAnswer(conversationOf(), answer([call(text)]))[0]).toEqual({ call: call(text) });
  },
);

test('half of a character at the end of an answer does not stay in the history', () => {
  const conversation = conversationOf();
  storeAnswer(conversation, answer([], { text: 'so \ud83d', reasoning: '\ude00' }));
  expect(conversation.messages.at(-1)).toMatchObject({ content: 'so \ufffd', reasoning: '\ufffd' });
});

test('arguments that were encoded twice are unpacked, none at all are an empty object', () => {
  const conversation = conversationOf();
  const [twice, none] = storeAnswer(conversation, answer([call('"{\\"path\\":\\"a\\"}"'), call(' ')]));
  expect([twice?.call.function.arguments, none?.call.function.arguments]).toEqual(['{"path":"a"}', '{}']);
});

test('arguments of thousands of levels are refused before anything walks through them', () => {
  const deep = `{"path":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
  const [stored] = storeAnswer(conversationOf(), answer([call(deep)]));
  expect(stored?.invalid).toContain('nested deeper');
  const brackets = `{"path":"${'[{'.repeat(500)}"}`;
  expect(storeAnswer(conversationOf(), answer([call(brackets)]))[0]?.invalid).toBeUndefined();
});

test('a call that was cut off before its arguments is no call without arguments', () => {
  const [stored] = storeAnswer(conversationOf(), answer([call('')], { finishReason: 'length' }));
  expect(stored?.invalid).toContain('cut off at the limit of tokens');
});

test.each([
  ['terminal ', 'terminal'],
  ['', 'unnamed_tool'],
  ['a b/c', 'a_b_c'],
  ['x'.repeat(300), 'x'.repeat(64)],
])('the name %j is %j in the history', (given, kept) => {
  const [stored] = storeAnswer(conversationOf(), answer([call('{}', given)]));
  expect(stored?.call.function.name).toBe(kept);
});
