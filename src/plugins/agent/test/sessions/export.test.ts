import type { Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { exportChunks } from '../../src/sessions/export.ts';
import { START, tempStore } from './stores.ts';

const HOST = { mask: async (text: string) => text } as Partial<Host> as Host;

test('a result full of backquotes stands in a fence that is longer than any of them', async () => {
  const store = tempStore();
  const id = store.create(START);
  const content = `${'`a'.repeat(300_000)}\n\`\`\`\`\n`;
  store.append(id, { role: 'tool', content, tool_call_id: 'c', toolName: 'read_file', status: 'ok' });
  const session = store.get(id);
  if (!session) throw new Error('no session');
  const what = { session, frozen: store.frozen(id), messages: store.stream(id) };
  let text = '';
  for await (const chunk of exportChunks(HOST, 'md', what)) text += chunk;
  expect(text).toMatch(/\n`{5}\n`a`a[\s\S]*\n`{4}\n\n`{5}\n$/);
});
