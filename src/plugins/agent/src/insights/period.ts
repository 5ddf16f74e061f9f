import type { Span } from '../sessions/span.ts';

const DAY_MS = 86_400_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export type Step = 'day' | 'week' | 'month';

/** The last so many days of the machine's zone: from the same time of day on, also where the clocks changed meanwhile. */
export function spanOf(now: Date, days: number): Span {
  const since = new Date(now);
  since.setDate(since.getDate() - days);
  return { since: since.getTime(), until: now.getTime() };
}

/** Days since 1970-01-01 by the machine's zone. */
export function localDay(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** What a day is counted with: itself, its Monday, or the first of its month. */
export function stepStart(day: number, step: Step): number {
  if (step === 'day') return day;
  return step === 'week' ? day - weekdayOf(day) : day - new Date(day * DAY_MS).getUTCDate() + 1;
}

/** So that there are at most some 30 of them, and 120 at the very most. */
export const stepFor = (days: number): Step => (days <= 14 ? 'day' : days <= 210 ? 'week' : 'month');

/** `28 Nov 2026 01:43`, by the machine's zone. */
export function localText(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `last day`, `last 30 days`. */
export const lastDays = (days: number): string => (days === 1 ? 'last day' : `last ${days} days`);
