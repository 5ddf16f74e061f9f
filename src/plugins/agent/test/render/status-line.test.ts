import { expect, test } from 'vitest';
import { duration, shortModel } from '../../src/render/status-line.ts';

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
