import { expect, test } from 'vitest';
import type { ChatMessage } from '../../src/contract/index.ts';
import { chatBody } from '../../src/llm/chat-completions.ts';
import { messagesBody } from '../../src/llm/messages.ts';
import { responsesBody } from '../../src/llm/responses.ts';

const messages: ChatMessage[] = [
  { role: 'user', content: 'U' },
  { role: 'assistant', content: 'A', reasoning: 'THOUGHT' },
  { role: 'assistant', content: null, reasoning: 'THOUGHT', tool_calls: [] },
  { role: 'user', content: 'V' },
];

const BODIES = { chat: chatBody, responses: responsesBody, messages: messagesBody } as const;

test.each<[string, (keyof typeof BODIES)[]]>([
  ['http://127.0.0.1:8000/v1', ['chat', 'responses', 'messages']],
  ['https://models.example.org/v1', ['chat', 'responses', 'messages']],
  ['https://api.deepseek.com', ['chat']],
  ['https://openrouter.ai/api/v1', ['chat']],
  ['https://api.openai.com/v1', []],
  ['https://api.x.ai/v1', []],
  ['https://generativelanguage.googleapis.com/v1beta/openai', []],
  ['https://api.anthropic.com', []],
])('thoughts go back to %s in %j', (baseUrl, modes) => {
  const sent = Object.entries(BODIES).flatMap(([mode, body]) => {
    const text = JSON.stringify(body({ baseUrl, model: 'm' }, { task: 't', messages, maxTokens: 8 }));
    expect(text).toContain('"A"');
    return text.includes('THOUGHT') ? [mode] : [];
  });
  expect(sent).toEqual(modes);
});

test('a turn that was nothing but thoughts leaves no empty turn behind', () => {
  const body = messagesBody(
    { baseUrl: 'https://api.anthropic.com', model: 'm' },
    { task: 't', messages, maxTokens: 8 },
  );
  expect(body['messages']).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'U' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'A' }] },
    { role: 'user', content: [{ type: 'text', text: 'V' }] },
  ]);
});
