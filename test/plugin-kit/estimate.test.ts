import { expect, test } from 'vitest';
import type { SessionMessage } from '../../src/contract/index.ts';
import { headWithin, sizePrompt, textTokens } from '../../src/plugin-kit/estimate.ts';

const BEGINNING = { system: '', tools: [] };

const said = (seq: number, content: string, more: Partial<SessionMessage> = {}): SessionMessage => ({
  seq,
  time: '2026-01-01T00:00:00.000Z',
  role: 'user',
  content,
  ...more,
});
const counted = (seq: number, content: string, promptTokens: number): SessionMessage =>
  said(seq, content, { role: 'assistant', usage: { promptTokens, completionTokens: 0, cachedTokens: 0 } });

test('Chinese counts about a token a character', () => {
  expect(textTokens('压缩阈值是多少')).toBeGreaterThanOrEqual(7);
  expect(textTokens('a'.repeat(320))).toBe(100);
});

test('what the server counted is taken, and only the rest is estimated, by the ratio that it shows', () => {
  const messages = [said(1, 'a'.repeat(3_000)), counted(2, 'a'.repeat(1_000), 1_000), said(3, 'b'.repeat(400))];
  const { tokens, charsPerToken } = sizePrompt({ ...BEGINNING, messages });
  expect(charsPerToken).toBeCloseTo(4, 1);
  expect(tokens).toBeGreaterThan(1_090);
  expect(tokens).toBeLessThan(1_120);
});

test('without a count all is estimated', () => {
  const { tokens } = sizePrompt({ ...BEGINNING, messages: [said(1, 'a'.repeat(3_200))] });
  expect([tokens > 1_000, tokens < 1_010]).toEqual([true, true]);
});

test('the first count tells what system prompt and tools take; what is known of it goes on when the beginning is replaced', () => {
  const first = counted(2, 'a'.repeat(1_000), 4_000);
  const messages = [said(1, 'q'.repeat(300)), first, said(3, 'x'.repeat(400)), counted(4, '', 4_150)];
  const { fixedTokens } = sizePrompt({ ...BEGINNING, messages });
  expect(fixedTokens).toBeGreaterThan(3_800);
  const later = sizePrompt({ ...BEGINNING, messages: [said(9, 's'.repeat(640)), said(3, 'x')], fixedTokens });
  expect(later.tokens).toBeGreaterThan(fixedTokens + 200);
  expect(later.tokens).toBeLessThan(fixedTokens + 220);
});

test('a count from before the beginning was replaced is not used; what two counts say of the messages between them is', () => {
  const tail = [counted(7, '', 50_000), said(8, 'c'.repeat(1_000 - 26)), counted(9, '', 50_500)];
  const summary = said(10, 's'.repeat(2_000));
  const { tokens, charsPerToken } = sizePrompt({ ...BEGINNING, messages: [summary, ...tail] });
  expect(charsPerToken).toBeCloseTo(2, 1);
  expect(tokens).toBeGreaterThan(1_400);
  expect(tokens).toBeLessThan(1_600);
});

test('counts with a replacement between them say nothing about the ratio', () => {
  const messages = [said(8, 'summary'), counted(7, '', 50_000), said(9, 'x'.repeat(100)), counted(10, '', 50_010)];
  // The last count stands, and covers all.
  expect(sizePrompt({ ...BEGINNING, messages }).tokens).toBe(50_010);
  const { charsPerToken } = sizePrompt({ ...BEGINNING, messages: [said(11, 'again'), ...messages] });
  expect(charsPerToken).toBe(3.2);
});

test('the head of a text has no more tokens than allowed, and nearly as many', () => {
  for (const text of ['word '.repeat(400), '字'.repeat(900), 'word 字字'.repeat(200)]) {
    for (const tokens of [-5, 0, 1, 17, 100]) {
      const head = headWithin(text, tokens);
      expect(text.startsWith(head)).toBe(true);
      expect(textTokens(head)).toBeLessThanOrEqual(Math.max(0, tokens));
      if (tokens > 1) expect(textTokens(head)).toBeGreaterThan(tokens * 0.8);
    }
  }
  expect(headWithin('short', 100)).toBe('short');
});
