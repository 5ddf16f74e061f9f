import { localDay, weekdayOf } from './period.ts';
import type { Insights } from './types.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const PEAKS = 5;

/** When messages came, by the machine's zone. */
export function activityOf(quarters: readonly { at: number; messages: number }[]): Insights['activity'] {
  const weekdays = WEEKDAYS.map((day) => ({ day, messages: 0 }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, messages: 0 }));
  const days = new Set<number>();
  for (const { at, messages } of quarters) {
    const day = localDay(at);
    days.add(day);
    for (const bin of [weekdays[weekdayOf(day)], hours[new Date(at).getHours()]]) if (bin) bin.messages += messages;
  }
  return {
    weekdays,
    peakHours: hours
      .filter(({ messages }) => messages > 0)
      .sort((a, b) => b.messages - a.messages || a.hour - b.hour)
      .slice(0, PEAKS),
    activeDays: days.size,
    bestStreak: bestStreak(days),
  };
}

function bestStreak(days: ReadonlySet<number>): number {
  let best = 0;
  for (const first of days) {
    if (days.has(first - 1)) continue;
    let length = 1;
    while (days.has(first + length)) length += 1;
    best = Math.max(best, length);
  }
  return best;
}
