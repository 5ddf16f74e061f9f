import { expect, test } from 'vitest';
import { findTextCall } from '../../src/loop/text-calls.ts';

const KNOWN = new Set(['terminal', 'read_file']);

test.each([
  ['<tool_call>\n{"name": "terminal", "arguments": {"command": "ls"}}\n</tool_call>', 'terminal'],
  ['I will look.\n<tool_call>{"name":"read_file","arguments":{}}</tool_call>', 'read_file'],
  ['<|tool_call>call:terminal{command:"ls"}', 'terminal'],
  ['<function=terminal>\n<parameter=command>ls</parameter>\n</function>', 'terminal'],
  ['<invoke name="read_file"><parameter name="path">a</parameter></invoke>', 'read_file'],
  ['[TOOL_CALLS][{"name": "terminal", "arguments": {}}]', 'terminal'],
  ['[TOOL_CALLS]terminal{"command": "ls"}', 'terminal'],
  ['<tools>{"name": "terminal", "arguments": {}}</tools>', 'terminal'],
  ['{"name": "terminal", "arguments": {"command": "ls"}}', 'terminal'],
  ['Let me check.\n{"name": "terminal", "parameters": {"command": "ls"}}', 'terminal'],
  ['```json\n{"name": "terminal", "arguments": {"command": "ls"}}\n```', 'terminal'],
])('recognised: %j', (text, name) => {
  expect(findTextCall(text, KNOWN)?.name).toBe(name);
});

test.each([
  'The name is "terminal".',
  'A call looks like this:\n\n```json\n{"name": "terminal", "arguments": {}}\n```\n\nThat is all.',
  '<tool_call>{"name": "no_such_tool", "arguments": {}}</tool_call>',
  'Use `<function=terminal` never.',
  '{"name": "somebody", "arguments": 3}',
  '',
])('left alone: %j', (text) => {
  expect(findTextCall(text, KNOWN)).toBeUndefined();
});

test('F66: long hostile texts are answered', () => {
  for (const text of [
    '<tool_call>'.repeat(20_000),
    `${'`'.repeat(30_000)}`,
    '{"name":"'.repeat(20_000),
    '```\n'.repeat(20_000),
  ]) {
    expect(findTextCall(text, KNOWN)).toBeUndefined();
  }
});
