import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/explain/facts.ts';
import { sizeAfter, stepsOf } from '../../src/explain/steps.ts';
import { warningsOf } from '../../src/explain/warnings.ts';
import { readSettings } from '../../src/settings.ts';
import { windowOf } from '../../src/stored/main-model.ts';
import { triggerOf } from '../../src/trigger.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);

interface Given {
  compression?: Record<string, unknown>;
  endpoint?: number | undefined;
  configured?: number | undefined;
  fixed?: number | undefined;
  maxTokens?: number | undefined;
}

function facts({ compression = {}, endpoint, configured, fixed, maxTokens }: Given): Facts {
  const settings = readSettings({ value: { compression }, raw: {} } as never, 'qwen3');
  const props = { contextPerSlot: endpoint ?? 0, slots: 2, model: 'qwen3', modelPath: '', build: '' };
  const report =
    endpoint === undefined ? undefined : { context: { tokens: endpoint, source: 'props' as const }, props };
  const window = windowOf(report && { ...report, models: { ok: true, url: '', models: [], ms: 0 } }, configured);
  const target = { baseUrl: 'http://127.0.0.1:1/v1', model: 'qwen3' };
  return {
    model: { target, url: target.baseUrl, local: true, llamaServer: true, down: undefined, window },
    settings,
    trigger: triggerOf(settings, window.tokens),
    maxTokens,
    fixed: fixed === undefined ? undefined : { tokens: fixed, sessionId: 's1' },
  };
}

test('the walkthrough: 80 % of 65,536 tokens is 52,428, step by step', () => {
  const steps = stepsOf(facts({ endpoint: 65_536, configured: 65_536, compression: { threshold: 0.8 } }));
  expect(steps).toEqual(
    expect.arrayContaining([
      'Endpoint: http://127.0.0.1:1/v1 gives one request 65,536 tokens (per slot; it has 2 slots), by its /props.',
      '`model.context_length`: 65,536 tokens.',
      'Threshold: `compression.threshold` is 0.8: 80 % of 65,536 are 52,428 tokens.',
      'Trigger: 52,428 tokens of the prompt, the least of 4 to 6 (`compression.threshold`).',
      'Room: a prompt just below it leaves 13,108 tokens for the answer.',
    ]),
  );
  expect(warningsOf(facts({ endpoint: 65_536, configured: 65_536, fixed: 2_500 }))).toEqual([]);
});

test('the longest part of a model’s id that `model_thresholds` names decides', () => {
  const compression = { model_thresholds: { qwen: 0.6, qwen3: 0.5 } };
  expect(stepsOf(facts({ endpoint: 10_000, compression })).join('\n')).toContain(
    '`compression.model_thresholds.qwen3` is 0.5: 50 % of 10,000 are 5,000 tokens',
  );
});

test('switched off is said where the trigger is', () => {
  const steps = stepsOf(facts({ endpoint: 10_000, compression: { enabled: false } }));
  expect(steps.find((step) => step.startsWith('Trigger'))).toContain('`compression.enabled` is false');
});

describe('warnings', () => {
  const cases: [string, Given, RegExp][] = [
    ['nobody knows the window', {}, /not known.*`model\.context_length`/],
    ['the config promises more than the endpoint gives', { endpoint: 8_192, configured: 65_536 }, /65,536.*8,192/],
    [
      'a threshold above the reserve',
      { endpoint: 8_192, compression: { threshold: 0.99 } },
      /the reserve holds instead/,
    ],
    ['an upper limit without effect', { endpoint: 8_192, compression: { threshold_tokens: 9_000 } }, /no effect/],
    ['system prompt and tools larger than the window', { endpoint: 8_192, fixed: 9_000 }, /do not fit into the window/],
    ['larger than the trigger', { endpoint: 8_192, fixed: 7_000 }, /more than the trigger/],
    [
      'a trigger at what a compression leaves',
      { endpoint: 8_192, fixed: 2_500, compression: { threshold: 0.35, target_ratio: 0.8 } },
      /frees next to nothing. Raise `compression\.threshold`/,
    ],
    ['answers that do not fit', { endpoint: 8_192, maxTokens: 4_096 }, /4,096.*1,639/],
  ];
  test.each(cases)('%s', (_name, given, expected) => {
    const warnings = warningsOf(facts(given));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(expected);
  });
});

test('whatever is configured, the figures are figures and agree with the trigger', () => {
  const tokens = fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: undefined });
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const given = fc.record({
    compression: fc.record(
      { threshold: share, target_ratio: share, threshold_tokens: fc.integer({ min: 1, max: 2_000_000 }) },
      { requiredKeys: [] },
    ),
    endpoint: tokens,
    configured: tokens,
    fixed: tokens,
    maxTokens: tokens,
  });
  fc.assert(
    fc.property(given, (one) => {
      const known = facts(one);
      const steps = stepsOf(known);
      const all = [...steps, ...warningsOf(known)].join('\n');
      expect(all).not.toMatch(/undefined|NaN|Infinity|-\d/);
      const { trigger, settings, model } = known;
      if (trigger.tokens === undefined) return;
      expect(steps.join('\n')).toContain(`Trigger: ${trigger.tokens.toLocaleString('en-US')} tokens`);
      const after = sizeAfter(one.fixed ?? 0, trigger.tokens, settings.targetRatio, model.window.tokens);
      expect(after).toBeGreaterThanOrEqual(one.fixed ?? 0);
      expect(after).toBeLessThanOrEqual(Math.max(trigger.tokens, one.fixed ?? 0));
    }),
    { numRuns: RUNS },
  );
});
