import { expect, test } from 'vitest';
import { pruned } from '../src/plan/prune.ts';

test('of long arguments the texts are cut, and an integer that a double would change stays as it was written', () => {
  const args = `{"id":12345678901234567890,"ids":[9007199254740993],"n":1.5,"text":"${'word '.repeat(200)}"}`;
  const call = { id: 'a', type: 'function' as const, function: { name: 'mcp_one_put', arguments: args } };
  const message = { role: 'assistant' as const, content: null, tool_calls: [call], seq: 1, time: '' };
  const shorter = pruned(message, new Map(), { readable: false })?.tool_calls?.[0]?.function.arguments;
  expect(shorter).toMatch(
    /^\{"id":12345678901234567890,"ids":\[9007199254740993\],"n":1\.5,"text":"word .{195}… \[1,000 characters\]"\}$/,
  );
});
