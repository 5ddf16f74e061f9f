import type { Timings } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import type { Column, Measurement } from '../src/measure.ts';
import { duration, renderMeaning, renderTable, toRow } from '../src/report.ts';

const timings = (promptTokens: number, pp: number, tg: number): Timings => ({
  cacheTokens: 0,
  promptTokens,
  promptMs: (promptTokens / pp) * 1000,
  promptPerSecond: pp,
  generatedTokens: 100,
  generatedMs: (100 / tg) * 1000,
  generatedPerSecond: tg,
});

const column = (tokens: number, speeds: [number, number][]): Column => ({
  wantedTokens: tokens,
  promptTokens: tokens,
  samples: speeds.map(([pp, tg]) => timings(tokens, pp, tg)),
  discardedWarm: 0,
});

const columns = [
  column(54, [
    [293, 19],
    [290, 18],
    [300, 20],
  ]),
  column(2209, [
    [381, 9.6],
    [380, 9.5],
    [390, 9.7],
  ]),
];

test("the walkthrough's table comes out of the walkthrough's speeds", () => {
  expect(renderTable(columns.map(toRow))).toBe(
    [
      '| Metric                 | Small prompt | Large prompt |',
      '|                        | (54 tok)     | (2209 tok)   |',
      '|------------------------|--------------|--------------|',
      '| PP (Prompt Processing) | 293 tok/s    | 381 tok/s    |',
      '|                        | (184ms)      | (5.8s)       |',
      '| TG (Token Generation)  | 19 tok/s     | 9.6 tok/s    |',
      '|                        | (5.3s)       | (10.4s)      |',
    ].join('\n'),
  );
});

test('what it means is computed from the rows', () => {
  const measurement = { plan: { prompts: [54, 2209], generate: 100, repetitions: 3 }, columns } as Measurement;
  const [spread, cache, waiting] = renderMeaning(measurement, columns.map(toRow));
  expect(spread).toContain('Median of 3 runs, 100 tokens');
  expect(spread).toContain('±5.3 % (TG)');
  expect(cache).toContain('0 reused tokens');
  expect(waiting).toContain('100 tokens takes 5.3s to 10.4s');
  expect(waiting).toContain('300 tokens 15.8s to 31.3s');
});

test.each([
  [1.25, '1.3ms'],
  [184.3, '184ms'],
  [5798, '5.8s'],
])('%d ms is written %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
