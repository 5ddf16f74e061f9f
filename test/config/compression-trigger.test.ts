import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_THRESHOLD } from '../../src/catalog/limits.ts';
import { compressionTrigger, describeTrigger, roomAbove } from '../../src/config/compression-trigger.ts';
import { schemaFiles } from '../../src/config/schema-files.ts';

const runs = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

test.each([
  [{ window: 65_536, threshold: 0.8 }, 52_428, 'compression starts at 52,428 tokens (80 % of 65,536)'],
  [{ window: 131_072, threshold: 0.5 }, 65_536, 'compression starts at 65,536 tokens (50 % of 131,072)'],
  [{ window: 100, threshold: 0.57 }, 57, 'compression starts at 57 tokens (57 % of 100)'],
  [{ window: 1000, threshold: 0.125 }, 125, 'compression starts at 125 tokens (12.5 % of 1,000)'],
  [
    { window: 131_072, threshold: 0.8, thresholdTokens: 60_000 },
    60_000,
    'compression starts at 60,000 tokens (`threshold_tokens`, in a window of 131,072)',
  ],
  [
    { window: 65_536, threshold: 0.8, thresholdTokens: 256_000 },
    52_428,
    'compression starts at 52,428 tokens (80 % of 65,536)',
  ],
  [{ window: 65_536, threshold: 0.8, thresholdTokens: 0 }, 52_428, '(80 % of 65,536)'],
])('%j: %i tokens', (settings, tokens, text) => {
  const trigger = compressionTrigger(settings);
  expect(trigger.tokens).toBe(tokens);
  expect(describeTrigger(trigger)).toContain(text);
  expect(roomAbove(trigger)).toBe(settings.window - tokens);
});

test('the trigger is a whole number of tokens, in the window and under its cap', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), share, fc.nat(2_000_000), (window, threshold, cap) => {
      const { tokens, by } = compressionTrigger({ window, threshold, thresholdTokens: cap });
      expect(Number.isInteger(tokens)).toBe(true);
      expect(tokens).toBeLessThanOrEqual(window);
      expect(Math.abs(tokens - Math.min(threshold * window, cap || window))).toBeLessThanOrEqual(1);
      if (by === 'threshold_tokens') expect(tokens).toBe(cap);
    }),
    runs,
  );
});

test('the default is the one of the schema', () => {
  const threshold = schemaFiles()['sections/compression.schema.json']?.properties?.['threshold'];
  expect(threshold?.default).toBe(DEFAULT_THRESHOLD);
});
