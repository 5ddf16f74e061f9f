import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const SOURCE = new URL('../../src/insights/', import.meta.url).href;

/** What a process in that zone says. */
function inZone(zone: string, code: string): unknown {
  const script = `const { insightsOf } = await import('${SOURCE}insights-of.ts');
    const { noSums } = await import('${SOURCE}ledger-sums.ts');
    const of = (now, days, times = []) => insightsOf({
      activity: { sessions: [], tools: [], skills: [], quarters: times.map((time) => ({ at: Date.parse(time), messages: 1 })) },
      ledger: noSums(), complete: true, notes: [] }, new Date(now), days);
    console.log(JSON.stringify(${code}));`;
  const env = { ...process.env, TZ: zone };
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' }));
}

test('days go back to the same time of day also where the clocks changed', () => {
  const from = (zone: string) => inZone(zone, `of('2026-03-30T10:00:00Z', 2).period`);
  // Berlin goes from UTC+1 to UTC+2 on 29 March: 47 hours.
  expect(from('Europe/Berlin')).toMatchObject({ from: '2026-03-28T11:00:00.000Z', timeZone: 'Europe/Berlin' });
  expect(from('UTC')).toMatchObject({ from: '2026-03-28T10:00:00.000Z' });
  // A time of day that the day of the change does not have.
  expect(inZone('Europe/Berlin', `of('2026-03-30T00:30:00Z', 1).period.from`)).toBe('2026-03-29T01:30:00.000Z');
});

test('weekdays, hours and days are those of the machine', () => {
  const times = `['2026-11-01T23:45:00Z', '2026-11-02T00:15:00Z', '2026-11-03T18:30:00Z']`;
  const of = (zone: string) => inZone(zone, `of('2026-11-04T00:00:00Z', 30, ${times}).activity`);
  const busy = (zone: string) =>
    (of(zone) as { weekdays: { day: string; messages: number }[] }).weekdays.flatMap(({ day, messages }) =>
      Array.from({ length: messages }, () => day),
    );
  expect(busy('UTC')).toEqual(['Mon', 'Tue', 'Sun']);
  expect(busy('Asia/Shanghai')).toEqual(['Mon', 'Mon', 'Wed']);
  expect(busy('America/New_York')).toEqual(['Tue', 'Sun', 'Sun']);
  // UTC+5:45.
  expect(of('Asia/Kathmandu')).toMatchObject({
    peakHours: [
      { hour: 0, messages: 1 },
      { hour: 5, messages: 1 },
      { hour: 6, messages: 1 },
    ],
    activeDays: 2,
    bestStreak: 1,
  });
});

test('a row of days goes on over a change of the clocks', () => {
  const times = `['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', '2026-03-30T12:00:00Z', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z']`;
  expect(inZone('Europe/Berlin', `of('2026-11-04T00:00:00Z', 300, ${times}).activity`)).toMatchObject({
    activeDays: 5,
    bestStreak: 3,
  });
});
