import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillerText, promptOfLength } from '../src/prompt.ts';

const runs = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const OVERHEAD = 23;

test('a tokenizer of one token per character is hit exactly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 32, max: 4000 }), fc.nat(), async (tokens, seed) => {
      const prompt = await promptOfLength(tokens, seed, async (text) => text.length + OVERHEAD);
      expect(prompt.measured).toBe(tokens);
      expect(prompt.text.length + OVERHEAD).toBe(tokens);
    }),
    runs,
  );
});

test('a tokenizer that merges pieces is hit exactly or missed by little, and the count is told', async () => {
  const count = async (text: string) => OVERHEAD + (text.match(/[a-z]{1,4}| /g) ?? []).length;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 32, max: 3000 }), fc.nat(), async (tokens, seed) => {
      const prompt = await promptOfLength(tokens, seed, count);
      expect(prompt.measured).toBe(await count(prompt.text));
      expect(Math.abs(prompt.measured - tokens)).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test('texts of neighbouring seeds differ from their first character on', () => {
  const first = Date.now();
  const starts = Array.from({ length: 30 }, (_, i) => fillerText(first + i, 200)[0]);
  expect(new Set(starts).size).toBe(starts.length);
});
