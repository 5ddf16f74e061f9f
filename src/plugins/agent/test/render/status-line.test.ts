import { expect, test } from 'vitest';
import { duration, shortModel, statusLine } from '../../src/render/status-line.ts';

test("the walkthrough's own line", () => {
  const line = statusLine({
    model: './models/qwen3.6/Qwen3.6-27B-GGUF-4.262bpw-imatrix.gguf',
    usedTokens: 35_900,
    estimated: false,
    contextTokens: 65_536,
    sessionMs: 29 * 60_000,
    turnMs: 414_000,
    compressions: 0,
  });
  expect(line).toBe('⚕ Qwen3.6-27B-GGUF-4.262b... │ 35.9K/65.5K │ [██████░░░░] 55% │ 29m │ ⏲ 6m 54s');
});

test('without a window there is no bar, an estimate says so, and compressions are counted', () => {
  const status = {
    model: '🦙',
    usedTokens: 512,
    estimated: true,
    contextTokens: undefined,
    sessionMs: 0,
    turnMs: 900,
    compressions: 2,
  };
  expect(statusLine(status)).toBe('⚕ 🦙 │ ~512 │ 0m │ ⏲ 0.9s │ 🗜 2');
});

test.each([
  [400, '0.4s'],
  [12_400, '12s'],
  [59_900, '1m 0s'],
  [3_725_000, '62m 5s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('a short name stays whole', () => {
  expect(shortModel('C:\\models\\tiny.gguf')).toBe('tiny');
});
