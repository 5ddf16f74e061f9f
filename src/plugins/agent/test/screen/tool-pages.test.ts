import { expect, test } from 'vitest';
import type { OpenChat } from '../../src/chat/open-chat.ts';
import { toolPages } from '../../src/screen/tool-pages.ts';

/** One call of `read_file` and its result. */
const called = (id: string, path: string, content: string) => [
  {
    role: 'assistant',
    content: '',
    tool_calls: [{ id, type: 'function', function: { name: 'read_file', arguments: JSON.stringify({ path }) } }],
  },
  { role: 'tool', content, tool_call_id: id, toolName: 'read_file' },
];

test('each result is opened with the call that it belongs to, also where a server numbers its calls anew in each answer', () => {
  const messages = [...called('call_0', 'a.txt', 'first'), ...called('call_0', 'b.txt', 'second')];
  const chat = { deps: { conversation: { id: 's', messages } } } as unknown as OpenChat;
  expect(toolPages(chat).map(({ text }) => text)).toEqual(['path: a.txt\n\nfirst', 'path: b.txt\n\nsecond']);
});
