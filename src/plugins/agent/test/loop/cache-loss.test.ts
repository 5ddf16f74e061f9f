import { expect, test } from 'vitest';
import { cacheLoss, type LossFacts } from '../../src/loop/cache-loss.ts';

const FACTS: LossFacts = {
  before: { promptTokens: 1000, completionTokens: 100 },
  now: { promptTokens: 1200, cachedTokens: 1099 },
  calls: false,
  thoughts: false,
  newTurn: true,
  rewritten: false,
  reordered: undefined,
  appendOnly: true,
};

test('all but the last token counts as nothing lost', () => {
  expect(cacheLoss(FACTS)).toBeUndefined();
  expect(cacheLoss({ ...FACTS, now: { promptTokens: 1200, cachedTokens: 1078 } })).toBeUndefined();
});

test.each([
  [{ now: { promptTokens: 1200, cachedTokens: 1020 }, calls: true }, 80, 'tool call'],
  [{ now: { promptTokens: 1200, cachedTokens: 1020 }, thoughts: true }, 80, 'thoughts of the last answer'],
  [{ now: { promptTokens: 1200, cachedTokens: 1020 } }, 80, 'other tokens'],
  [{ now: { promptTokens: 1200, cachedTokens: 0 } }, 1100, 'no longer had'],
  [{ now: { promptTokens: 1200, cachedTokens: 500 }, thoughts: true, appendOnly: false }, 600, 'earlier turns'],
  [{ now: { promptTokens: 800, cachedTokens: 300 }, rewritten: true }, 500, 'rewritten'],
  [{ now: { promptTokens: 1200, cachedTokens: 500 }, reordered: 'in another order' }, 600, 'in another order'],
  [{ now: { promptTokens: 1200, cachedTokens: 0 }, reordered: 'in another order' }, 1100, 'no longer had'],
] as const)('%j', (facts, tokens, words) => {
  const lost = cacheLoss({ ...FACTS, ...facts });
  expect(lost?.tokens).toBe(tokens);
  expect(lost?.reason).toContain(words);
});
