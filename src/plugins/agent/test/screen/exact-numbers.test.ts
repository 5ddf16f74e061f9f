import { expect, test } from 'vitest';
import type { OpenChat } from '../../src/chat/open-chat.ts';
import type { Style } from '../../src/markdown/style.ts';
import { replayed } from '../../src/screen/replay.ts';
import { toolPages } from '../../src/screen/tool-pages.ts';

const ARGS = '{"id":12345678901234567890,"ids":[9007199254740993]}';

/** A session in which that was called. */
const chatWith = (summary: (args: Record<string, unknown>) => string) => {
  const call = { id: 'a', type: 'function', function: { name: 'mcp_one_put', arguments: ARGS } };
  const messages = [
    { role: 'user', content: 'put it', seq: 1 },
    { role: 'assistant', content: '', tool_calls: [call], seq: 2 },
    { role: 'tool', content: 'done', tool_call_id: 'a', toolName: 'mcp_one_put', seq: 3 },
  ];
  const tools = new Map([['mcp_one_put', { summary }]]);
  return { deps: { conversation: { id: 's', messages }, tools } } as unknown as OpenChat;
};

test('calls that are opened, or shown again, show integers of any size as the model wrote them', () => {
  const chat = chatWith((args) => JSON.stringify(args));
  expect(toolPages(chat).map(({ text }) => text)).toEqual([
    'id: 12345678901234567890\nids: [9007199254740993]\n\ndone',
  ]);
  expect(replayed(chat, 120, {} as Style, (_name, text) => text).join('\n')).toContain(ARGS);
});

test('a tool whose summary counts on numbers shows the arguments themselves', () => {
  const chat = chatWith(({ id }) => `number ${id}`);
  expect(replayed(chat, 120, {} as Style, (_name, text) => text).join('\n')).toContain(ARGS);
});
