import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueAt } from '../../../src/config/key-path.ts';
import { ruleFindings } from '../../../src/config/rules/all-rules.ts';
import { CODES } from '../../../src/errors/codes.ts';
import { WARNINGS } from '../../../src/errors/warnings.ts';

const runs = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) * 5 };

/** Names that rules ask for, and some that are dangerous as names. */
const key = fc.constantFrom(
  ...`model providers custom_providers fallback_providers fallback_model auxiliary compression servers plugins moa delegation
  human_delay mcp_servers model_aliases agent cron vision default provider base_url api_key key_env name models box presets
  reference_models aggregator fallback_chain context_length threshold threshold_tokens model_thresholds max_tokens enabled
  disabled ctx_size parallel host port min_ms max_ms ollama_num_ctx args env command 0 1 constructor __proto__ toString
  hasOwnProperty length`
    .trim()
    .split(/\s+/),
);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, '', 0, 1, -1, 0.8, 65_536, 16_384, 8000, Number.NaN, Number.POSITIVE_INFINITY, 1e300],
    ...[
      'auto',
      'main',
      'custom',
      'custom:',
      'custom:box',
      ':',
      'box',
      'openrouter',
      '<x>',
      'YOUR_KEY',
      'sk-0123456789abcdefghijkl',
    ],
    ...[
      'http://127.0.0.1:8000',
      'http://h:99999/v1',
      'http://u:secret12@h',
      'https://',
      '$' + '{A}',
      '$' + '{env:}',
      '$' + '{vault:x}',
      '[]',
    ],
  ),
  fc.string(),
);

const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 5, arbitrary: fc.dictionary(key, tie('node'), { maxKeys: 6, noNullPrototype: true }) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
  ),
}));

const file = fc.dictionary(key, node, { maxKeys: 8, noNullPrototype: true });

test(
  'rules survive data of any shape, and point at what is there or at where it would be',
  () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(file, fc.boolean(), (data, withEnv) => {
        for (const finding of ruleFindings(data, { env: withEnv ? { B: 'x' } : undefined })) {
          seen.add(finding.code);
          expect(finding.path.length).toBeGreaterThan(0);
          const parent = valueAt(data, finding.path.slice(0, -1));
          expect(typeof parent === 'object' && parent !== null, JSON.stringify(finding)).toBe(true);
          expect(finding.code in WARNINGS || finding.code in CODES).toBe(true);
          expect(finding.message).not.toMatch(/undefined|NaN|\[object|secret12|sk-0123/);
          expect(finding.suggestion ?? 'x').toMatch(/\S/);
          expect(finding.suggestion ?? '').not.toMatch(/undefined|NaN|\[object|secret12|sk-0123/);
        }
      }),
      runs,
    );
    // The generator reaches the rules; otherwise the property above says nothing.
    if (runs.numRuns >= 500) expect(seen.size).toBeGreaterThan(3);
  },
  15_000 + runs.numRuns * 10,
);

test('a file of 20,000 keys is walked in one go, and depth does no harm', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [
      `k${i}`,
      { api_key: '$' + '{A}', url: 'http://h', list: ['text', 5, null] },
    ]),
  );
  expect(ruleFindings(wide, { env: { A: 'x' } })).toEqual([]);
  let deep: unknown = 'YOUR_KEY';
  for (let i = 0; i < 50_000; i += 1) deep = i % 2 ? [deep] : { key: deep };
  expect(ruleFindings({ own: deep }, { env: {} })).toEqual([]);
});

test('what YAML makes of numbers, dates and binary data as keys and values', () => {
  const data = {
    5: { provider: 7 },
    model: { default: new Date(0), api_key: new Uint8Array(9) },
    servers: { 1: { port: 2n } },
  };
  expect(ruleFindings(data as unknown as Record<string, unknown>, { env: {} })).toEqual([]);
});
