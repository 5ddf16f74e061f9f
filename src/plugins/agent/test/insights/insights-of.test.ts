import { expect, test } from 'vitest';
import { insightsOf } from '../../src/insights/insights-of.ts';
import { dataOf, entry, NOW, noon, session } from './data.ts';

test('overview and models add up what the sessions hold', () => {
  const sessions = [
    session({ activeMs: 90_000 }),
    session({ id: 'b', baseUrl: 'http://127.0.0.1:8000/v1/', messages: 10, answers: 5, toolCalls: 3 }),
    session({
      id: 'c',
      model: 'big',
      baseUrl: 'https://me:pw@api.example.org/v1?key=1',
      promptTokens: 9_000,
      messages: 1,
    }),
  ];
  const { overview, models } = insightsOf(dataOf({ sessions }), NOW, 30);
  expect(overview).toEqual({
    sessions: 3,
    messages: 15,
    userMessages: 3,
    toolCalls: 5,
    promptTokens: 11_000,
    completionTokens: 300,
    cachedTokens: 1_800,
    totalTokens: 11_300,
    cachedShare: 1_800 / 11_000,
    activeSeconds: 210,
    averageSessionSeconds: 70,
    averageMessages: 5,
  });
  expect(models).toEqual([
    {
      model: 'big',
      address: 'https://api.example.org/v1',
      sessions: 1,
      requests: 2,
      promptTokens: 9_000,
      completionTokens: 100,
      cachedTokens: 600,
    },
    {
      model: 'qwen',
      address: 'http://127.0.0.1:8000/v1',
      sessions: 2,
      requests: 7,
      promptTokens: 2_000,
      completionTokens: 200,
      cachedTokens: 1_200,
    },
  ]);
});

test('a session that several models answered counts for each of them, with the requests that were sent', () => {
  const asked = (model: string, tokens: number, more = {}) =>
    entry({ session: 'a', model, promptTokens: tokens, cachedTokens: 0, completionTokens: 10, ...more });
  const failed = { ok: false, completionTokens: 0 };
  const entries = [
    asked('small', 100),
    asked('small', 0, failed),
    asked('big', 200, { baseUrl: 'https://api.example.org/v1' }),
    asked('small', 5_000, { task: 'compression' }),
  ];
  const stored = { model: 'big', answers: 2, promptTokens: 300, cachedTokens: 0, completionTokens: 20 };
  const told = (session_: Parameters<typeof session>[0]) =>
    insightsOf(dataOf({ sessions: [session({ ...stored, ...session_ })] }, entries), NOW, 30).models.map((it) => ({
      ...it,
      cachedTokens: undefined,
      address: it.address.replace(/^https?:../, ''),
    }));
  expect(told({ id: 'a' })).toEqual([
    { model: 'big', address: 'api.example.org/v1', sessions: 1, requests: 1, promptTokens: 200, completionTokens: 10 },
    { model: 'small', address: '127.0.0.1:8000/v1', sessions: 1, requests: 2, promptTokens: 100, completionTokens: 10 },
  ]);
  // Of another session, or of one that began before the ledger named it, the ledger does not know enough.
  const alone = { model: 'big', address: '127.0.0.1:8000/v1', sessions: 1, requests: 2, completionTokens: 20 };
  expect(told({ id: 'b' })).toEqual([{ ...alone, promptTokens: 300 }]);
  expect(told({ id: 'a', promptTokens: 400 })).toEqual([{ ...alone, promptTokens: 400 }]);
});

test('the period goes back to the same time of day', () => {
  const { period } = insightsOf(dataOf(), NOW, 7);
  expect(period).toMatchObject({ days: 7, from: new Date(noon(21)).toISOString(), to: NOW.toISOString() });
});

test('tools: the most used 15 with their share of all calls, and how calls ended', () => {
  const tools = Array.from({ length: 20 }, (_, i) => ({
    name: `tool_${String(i).padStart(2, '0')}`,
    calls: i < 2 ? 50 : 5,
    failed: i,
    denied: 1,
    interrupted: 0,
  }));
  const result = insightsOf(dataOf({ tools: tools.toReversed() }), NOW, 30).tools;
  expect([result.total, result.kinds, result.top.length]).toEqual([190, 20, 15]);
  expect(result.top[0]).toEqual({ name: 'tool_00', calls: 50, share: 50 / 190, failed: 0, denied: 1, interrupted: 0 });
  expect(result.top[2]).toMatchObject({ name: 'tool_02', calls: 5, failed: 2 });
});

test('skills: the most loaded 10, sums of all of them; without any the section is left out', () => {
  const skills = Array.from({ length: 12 }, (_, i) => ({
    name: `s${i}`,
    loads: 12 - i,
    edits: i % 2,
    lastUsed: noon(20),
  }));
  const result = insightsOf(dataOf({ skills }), NOW, 30).skills;
  expect(result).toMatchObject({ loads: 78, edits: 6, kinds: 12 });
  expect(result?.top).toHaveLength(10);
  expect(result?.top[0]).toEqual({ name: 's0', loads: 12, edits: 0, lastUsed: new Date(noon(20)).toISOString() });
  expect(insightsOf(dataOf(), NOW, 30)).not.toHaveProperty('skills');
});

test('activity: weekdays from Monday, busiest hours, days and the longest row of them', () => {
  const at = (day: number, hour: number, messages: number) => ({
    at: new Date(2026, 10, day, hour).getTime(),
    messages,
  });
  // Mon 2, Tue 3, Wed 4, Fri 6 and Sun 8 of November.
  const quarters = [
    at(2, 9, 4),
    at(2, 10, 1),
    at(3, 9, 2),
    at(4, 23, 3),
    at(6, 0, 5),
    at(8, 9, 1),
    at(8, 14, 2),
    at(8, 15, 2),
  ];
  expect(insightsOf(dataOf({ quarters }), NOW, 30).activity).toEqual({
    weekdays: Object.entries({ Mon: 5, Tue: 2, Wed: 3, Thu: 0, Fri: 5, Sat: 0, Sun: 5 }).map(([day, messages]) => ({
      day,
      messages,
    })),
    peakHours: [
      { hour: 9, messages: 7 },
      { hour: 0, messages: 5 },
      { hour: 23, messages: 3 },
      { hour: 14, messages: 2 },
      { hour: 15, messages: 2 },
    ],
    activeDays: 5,
    bestStreak: 3,
  });
});

test('notable sessions: each by its own measure, and only where there is something', () => {
  const sessions = [
    session({ id: 'a', activeMs: 5_000, toolCalls: 0 }),
    session({ id: 'b', messages: 40, toolCalls: 0 }),
    session({ id: 'c', completionTokens: 5_000, toolCalls: 0, activeMs: 61_000 }),
  ];
  expect(insightsOf(dataOf({ sessions }), NOW, 30).notable).toEqual({
    longest: { id: 'c', title: 'A session', value: 61 },
    mostMessages: { id: 'b', title: 'A session', value: 40 },
    mostTokens: { id: 'c', title: 'A session', value: 6_000 },
  });
  expect(insightsOf(dataOf(), NOW, 30)).not.toHaveProperty('notable');
});

test('cost: tokens by the host that bills them, all tasks, and what nobody bills', () => {
  const paid = { local: false, baseUrl: 'https://api.example.org/v1' };
  const entries = [entry(), entry(paid), entry({ ...paid, task: 'compression', promptTokens: 50, ok: false })];
  expect(insightsOf(dataOf({}, entries), NOW, 30).cost).toEqual({
    billed: [{ host: 'api.example.org', requests: 2, promptTokens: 1_050, cachedTokens: 1_200, completionTokens: 200 }],
    local: { requests: 1, promptTokens: 1_000, cachedTokens: 600, completionTokens: 100 },
  });
  const silent = entry({ promptTokens: 0, completionTokens: 0, cachedTokens: 0, ok: false });
  expect(insightsOf(dataOf({}, [silent]), NOW, 30)).not.toHaveProperty('cost');
});

test('speed: tokens that were worked on over the time the server measured, whole, median and by day', () => {
  const measured = (day: number, promptMs: number, generatedMs: number) =>
    entry({ time: new Date(noon(day)).toISOString(), promptMs, generatedMs });
  const entries = [
    // 400 tokens: 200, 100 and 400 tok/s. 100 tokens: 20, 10 and 25 tok/s.
    measured(20, 2_000, 5_000),
    measured(20, 4_000, 10_000),
    measured(23, 1_000, 4_000),
    // Not measured, failed, and too short to tell anything.
    entry(),
    measured(24, 1, 1),
    entry({ promptTokens: 620, completionTokens: 3, promptMs: 1, generatedMs: 1 }),
  ].map((it, i) => (i === 4 ? { ...it, ok: false } : it));
  const [model] = insightsOf(dataOf({}, entries), NOW, 10).speed?.models ?? [];
  expect(model).toMatchObject({ model: 'qwen', address: 'http://127.0.0.1:8000/v1', requests: 3 });
  expect(model?.promptPerSecond).toBeCloseTo(1_200 / 7);
  expect(model?.generatedPerSecond).toBeCloseTo(300 / 19);
  expect(model?.promptMedian).toBeCloseTo(200);
  expect(model?.generatedMedian).toBeCloseTo(20);
  expect(model).not.toHaveProperty('promptTrend');
  expect(model?.over.map(({ from, requests }) => [from, requests])).toEqual([
    ['2026-11-20', 2],
    ['2026-11-23', 1],
  ]);
  expect(model?.over[0]?.promptPerSecond).toBeCloseTo(800 / 6);
  expect(model?.over[1]?.generatedPerSecond).toBeCloseTo(25);
});

test('longer periods are shown by week and by month', () => {
  const entries = [2, 3, 8, 9].map((day) => entry({ time: new Date(noon(day)).toISOString(), promptMs: 1_000 }));
  const over = (days: number) => insightsOf(dataOf({}, entries), NOW, days).speed?.models[0]?.over;
  expect(over(30)?.map(({ from, requests }) => [from, requests])).toEqual([
    ['2026-11-02', 3],
    ['2026-11-09', 1],
  ]);
  expect(over(365)).toEqual([{ from: '2026-11-01', requests: 4, promptPerSecond: 400 }]);
});

test('the trend is the newer half against the older one, from eight requests on', () => {
  const speeds = [100, 100, 90, 110, 1_000, 150, 140, 160, 150];
  const entries = speeds.map((speed) => entry({ promptMs: (400 / speed) * 1_000 }));
  const trend = (count: number) => insightsOf(dataOf({}, entries.slice(-count)), NOW, 30).speed?.models[0]?.promptTrend;
  // Medians 150 and 100; the fifth of nine counts in neither half.
  expect(trend(9)).toBeCloseTo(0.5);
  expect(trend(7)).toBeUndefined();
});

test('requests: cache share of the chat, and what the other tasks took', () => {
  const entries = [
    entry(),
    entry({ ok: false, promptTokens: 0, cachedTokens: 0, completionTokens: 0 }),
    entry({ task: 'compression', ms: 12_500 }),
    entry({ task: 'compression', ms: 500, ok: false, promptTokens: 0, completionTokens: 0 }),
    entry({ task: 'title_generation', ms: 1_000 }),
  ];
  expect(insightsOf(dataOf({}, entries), NOW, 30).speed).toMatchObject({
    chat: { requests: 2, failed: 1, promptTokens: 1_000, cachedTokens: 600, cachedShare: 0.6 },
    side: [
      { task: 'compression', requests: 2, failed: 1, seconds: 13, promptTokens: 1_000, completionTokens: 100 },
      { task: 'title_generation', requests: 1, failed: 0, seconds: 1 },
    ],
  });
});
