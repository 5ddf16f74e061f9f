import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UsageEntry } from '../../src/contract/index.ts';
import { appendUsage } from '../../src/llm/index.ts';
import { estimateTokens, localLimit, promptLimitMs, readSpeeds } from '../../src/services/measured-speed.ts';
import { tempDir } from '../helpers/home.ts';

const URL = 'http://127.0.0.1:8000/v1';
const entry = (more: Partial<UsageEntry> = {}): UsageEntry => ({
  time: '2026-01-03T00:00:00.000Z',
  task: 'chat',
  model: 'qwen',
  baseUrl: URL,
  promptTokens: 1_100,
  cachedTokens: 100,
  completionTokens: 50,
  ms: 3_000,
  ok: true,
  promptMs: 2_000,
  generatedMs: 5_000,
  ...more,
});
const NOW = new Date('2026-01-15T00:00:00Z');

test('speeds are tokens that were worked on over the time that took, by the newest calls of that model', async () => {
  const ops = tempDir();
  await appendUsage(ops, entry({ time: '2025-12-30T00:00:00.000Z', promptMs: 4_000 }));
  await appendUsage(ops, entry());
  await appendUsage(ops, entry({ model: 'other', promptMs: 1 }));
  await appendUsage(ops, entry({ baseUrl: 'http://10.0.0.1/v1', promptMs: 1 }));
  await appendUsage(ops, entry({ ok: false, promptMs: 1 }));
  // Too short to tell anything, and one that nobody measured.
  await appendUsage(ops, entry({ promptTokens: 101, completionTokens: 1, promptMs: 900, generatedMs: 900 }));
  const { promptMs: _a, generatedMs: _b, ...unmeasured } = entry();
  await appendUsage(ops, unmeasured);
  const speeds = await readSpeeds(ops, URL, 'qwen', NOW);
  expect(speeds?.promptPerSecond).toBeCloseTo(2_000 / 6);
  expect(speeds?.generatedPerSecond).toBeCloseTo(10);
});

test('of a long ledger only the end is read, and broken lines are passed over', async () => {
  const ops = tempDir();
  const line = (promptMs: number) => `${JSON.stringify(entry({ promptMs }))}\n`;
  mkdirSync(join(ops, 'usage'));
  const old = line(1).repeat(2_000);
  writeFileSync(join(ops, 'usage/2026-01.jsonl'), `${old}{"promptMs": 1, cut off\n\u0000\n${line(2_000).repeat(20)}`);
  expect((await readSpeeds(ops, URL, 'qwen', NOW))?.promptPerSecond).toBeCloseTo(500);
});

test('without a ledger nothing is known', async () => {
  expect(await readSpeeds(tempDir(), URL, 'qwen', NOW)).toBeUndefined();
});

test('the limit is never shorter than the config says, and long enough for a slow model', () => {
  const base = { ms: 30_000, from: 'default of the task' };
  expect(
    localLimit(
      base,
      { promptTokens: 10, answerTokens: 10 },
      { promptPerSecond: 1_000, generatedPerSecond: 50, requests: 1 },
    ),
  ).toBe(base);
  const slow = localLimit(base, { promptTokens: 6_000, answerTokens: 400 }, undefined);
  expect(slow.ms).toBe(2 * (100_000 + 100_000) + 15_000);
  expect(slow.from).toContain('not measured');
  const known = localLimit(
    base,
    { promptTokens: 6_000, answerTokens: 400 },
    { promptPerSecond: 100, generatedPerSecond: 8, requests: 3 },
  );
  expect(known).toEqual({ ms: 2 * (60_000 + 50_000) + 15_000, from: expect.stringContaining('measured speed') });
  expect(estimateTokens('压缩模型')).toBe(Math.ceil(12 / 3.5));
});

test('silence is allowed for as long as prompt and answer may take', async () => {
  const ops = tempDir();
  const limit = (size: [number, number], baseUrl = URL) =>
    promptLimitMs(ops, { baseUrl, model: 'qwen' }, { promptTokens: size[0], answerTokens: size[1] }, NOW);
  expect(await limit([6_000, 400])).toBe(900_000);
  // Not measured: 60 tok/s PP, 4 tok/s TG.
  expect(await limit([60_000, 400])).toBe(2 * (1_000_000 + 100_000) + 15_000);
  expect(await limit([60_000, 400], 'https://api.example.org/v1')).toBe(900_000);
  // 500 tok/s PP, 10 tok/s TG.
  await appendUsage(ops, entry());
  expect(await limit([60_000, 400])).toBe(900_000);
  expect(await limit([500_000, 1_000])).toBe(2 * (1_000_000 + 100_000) + 15_000);
});
