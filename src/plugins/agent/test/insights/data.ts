import type { RecordedUsage } from '@hermes-ops/contract';
import { addEntry, noSums } from '../../src/insights/ledger-sums.ts';
import type { InsightsData } from '../../src/insights/types.ts';
import type { Activity, SessionActivity } from '../../src/sessions/activity.ts';

/** Noon of a day in November 2026 by the machine's zone; the 1st is a Sunday. */
export const noon = (day: number): number => new Date(2026, 10, day, 12).getTime();

export const NOW = new Date(2026, 10, 28, 12);

export const session = (more: Partial<SessionActivity> = {}): SessionActivity => ({
  id: '20261120-120000-abcdef',
  title: 'A session',
  model: 'qwen',
  baseUrl: 'http://127.0.0.1:8000/v1',
  messages: 4,
  userMessages: 1,
  answers: 2,
  toolCalls: 1,
  promptTokens: 1_000,
  completionTokens: 100,
  cachedTokens: 600,
  activeMs: 60_000,
  ...more,
});

export const entry = (more: Partial<RecordedUsage> = {}): RecordedUsage => ({
  time: new Date(noon(20)).toISOString(),
  task: 'chat',
  model: 'qwen',
  baseUrl: 'http://127.0.0.1:8000/v1',
  promptTokens: 1_000,
  completionTokens: 100,
  cachedTokens: 600,
  ms: 8_000,
  ok: true,
  local: true,
  ...more,
});

export function dataOf(
  activity: Partial<Activity> = {},
  entries: readonly RecordedUsage[] = [],
  notes: string[] = [],
): InsightsData {
  const ledger = noSums();
  for (const one of entries) addEntry(ledger, one);
  return {
    activity: { sessions: [], quarters: [], tools: [], skills: [], ...activity },
    ledger,
    complete: true,
    notes,
  };
}
