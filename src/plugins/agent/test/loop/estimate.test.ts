import type { ChatMessage } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { promptTokens, textTokens } from '../../src/loop/estimate.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });

test('Chinese counts about a token a character', () => {
  expect(textTokens('压缩阈值是多少')).toBeGreaterThanOrEqual(7);
  expect(textTokens('a'.repeat(320))).toBe(100);
});

test('what the server counted is taken, and only the rest is estimated', () => {
  const messages = [user('a'.repeat(4_000)), user('b'.repeat(400))];
  const estimated = promptTokens(messages, 0, { tokens: 1_000, messages: 1 });
  expect(estimated).toBeGreaterThan(1_090);
  expect(estimated).toBeLessThan(1_120);
});

test('a count for more messages than there are is not used', () => {
  expect(promptTokens([user('hi')], 0, { tokens: 50_000, messages: 5 })).toBeLessThan(20);
});
