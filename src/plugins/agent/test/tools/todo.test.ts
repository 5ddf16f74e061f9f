import type { SessionMessage } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { toolBench } from '../helpers/tool-run.ts';

const message = (seq: number, content: string, status: 'ok' | 'error' = 'ok'): SessionMessage => ({
  seq,
  time: '2026-01-01T00:00:00Z',
  role: 'tool',
  toolName: 'todo',
  status,
  content,
});

test('keeps the list, in one spelling of its marks', async () => {
  const { call } = toolBench();
  expect((await call('todo')).text).toBe('the list is empty');
  const { text, review } = await call('todo', { items: '- [X] one\n[-] 二\n* three\n\n[ ] four' });
  expect({ text, review }).toEqual({ text: '[x] one\n[>] 二\n[ ] three\n[ ] four', review: undefined });
  expect((await call('todo')).text).toBe(text);
  expect((await call('todo', { items: '' })).text).toBe('the list is empty');
});

test('a resumed session finds its list in the last good answer', async () => {
  const messages = [message(1, '[ ] old'), message(5, '[x] last\n[>] this'), message(7, 'too many', 'error')];
  expect((await toolBench({ messages }).call('todo')).text).toBe('[x] last\n[>] this');
});

test('is bounded', async () => {
  const { call } = toolBench();
  expect((await call('todo', { items: '[ ] x\n'.repeat(51) })).status).toBe('error');
  expect((await call('todo', { items: `[ ] ${'x'.repeat(9_000)}` })).text.length).toBeLessThan(300);
});
