import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { clipped } from '../render/cells.ts';
import { shortAddress, shortModel } from './address.ts';
import { bar, facts, listing, type Sheet, wrapped } from './layout.ts';
import { lastDays, localText } from './period.ts';
import { speedLines } from './speed-lines.ts';
import type { Insights } from './types.ts';
import { figure, lasting, percent } from './words.ts';

const MODELS = 10;
const BAR = 15;

/** `hermes insights` for a person: the sections in their order, each only where there is something to say. */
export function insightsLines(result: Insights, sheet: Sheet): string[] {
  const { period, overview } = result;
  const from = `${localText(period.from)} to ${localText(period.to)} (${period.timeZone})`;
  const none = `no sessions in the ${lastDays(period.days)}`;
  const sections = [
    [
      `Hermes Insights: ${lastDays(period.days)}`,
      ...facts(sheet, [['Period', from]]),
      ...(overview.sessions === 0 && result.complete ? wrapped(none, sheet.columns, '') : []),
    ],
    ...(overview.sessions === 0
      ? [costLines(result, sheet)]
      : [
          overviewLines(result, sheet),
          costLines(result, sheet),
          modelLines(result, sheet),
          toolLines(result, sheet),
          skillLines(result, sheet),
          activityLines(result, sheet),
          notableLines(result, sheet),
        ]),
    ...speedLines(result, sheet),
    result.notes.length > 0
      ? ['Not counted', ...result.notes.flatMap((note) => wrapped(note, sheet.columns, '  ', '    '))]
      : [],
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function overviewLines({ overview: it }: Insights, sheet: Sheet): string[] {
  const cached = it.cachedShare === null ? '' : `, ${percent(it.cachedShare)} from the cache`;
  return [
    'Overview',
    ...facts(sheet, [
      ['Sessions', `${count(it.sessions)}, ${figure(it.averageMessages ?? 0)} messages each on average`],
      ['Messages', `${count(it.messages)}, ${count(it.userMessages)} of them from you`],
      ['Tool calls', count(it.toolCalls)],
      ['Tokens in', `${count(it.promptTokens)}${cached}`],
      ['Tokens out', count(it.completionTokens)],
      ['Tokens', `${count(it.totalTokens)} in all`],
      [
        'Active',
        `${lasting(it.activeSeconds)}, ${lasting(it.averageSessionSeconds ?? 0)} a session on average (silence of more than 5 min left out, an answer of up to 1 h counted)`,
      ],
    ]),
  ];
}

function costLines({ cost }: Insights, sheet: Sheet): string[] {
  if (!cost) return [];
  const rows = [
    ...cost.billed.map((it) => ({ ...it, name: it.host })),
    ...(cost.local.requests > 0 ? [{ ...cost.local, name: 'local: no charge' }] : []),
  ].map((it) => [
    it.name,
    count(it.requests),
    count(it.promptTokens),
    count(it.cachedTokens),
    count(it.completionTokens),
  ]);
  const money =
    'Tokens that a provider bills; prices are not known here. All requests count, those in the background too.';
  return [
    'Cost',
    ...(cost.billed.length > 0 ? wrapped(money, sheet.columns) : []),
    ...listing(sheet, ['provider', 'requests', 'tokens in', 'cached', 'tokens out'], rows),
  ];
}

function modelLines({ models }: Insights, sheet: Sheet): string[] {
  const rows = models
    .slice(0, MODELS)
    .map((it) => [
      shortModel(it.model),
      clipped(shortAddress(it.address), 30),
      count(it.sessions),
      count(it.requests),
      count(it.promptTokens + it.completionTokens),
    ]);
  return [
    'Models',
    ...listing(sheet, ['model', 'address', 'sessions', 'requests', 'tokens'], rows, 2),
    ...more(models.length - rows.length, 'model'),
  ];
}

function toolLines({ tools }: Insights, sheet: Sheet): string[] {
  if (tools.total === 0) return [];
  const some = (value: number) => (value > 0 ? count(value) : '');
  const rows = tools.top.map((it) => [
    it.name,
    count(it.calls),
    percent(it.share),
    some(it.failed),
    some(it.denied),
    some(it.interrupted),
  ]);
  const used = [
    true,
    true,
    true,
    ...(['failed', 'denied', 'interrupted'] as const).map((key) => tools.top.some((it) => it[key] > 0)),
  ];
  const kept = <T>(row: readonly T[]): T[] => row.filter((_, i) => used[i]);
  return [
    'Tools',
    ...listing(sheet, kept(['tool', 'calls', 'share', 'failed', 'denied', 'stopped']), rows.map(kept)),
    ...more(tools.kinds - rows.length, 'tool'),
  ];
}

function skillLines({ skills }: Insights, sheet: Sheet): string[] {
  if (!skills) return [];
  const rows = skills.top.map((it) => [it.name, count(it.loads), count(it.edits), localText(it.lastUsed)]);
  return [
    `Skills: ${plural(skills.loads, 'load')}, ${plural(skills.edits, 'edit')}`,
    ...listing(sheet, ['skill', 'loads', 'edits', 'last used'], rows),
    ...more(skills.kinds - rows.length, 'skill'),
  ];
}

function activityLines({ activity }: Insights, sheet: Sheet): string[] {
  const highest = Math.max(...activity.weekdays.map((it) => it.messages));
  const peaks = activity.peakHours.map((it) => `${String(it.hour).padStart(2, '0')}:00 (${count(it.messages)})`);
  return [
    'Activity, in messages',
    ...activity.weekdays.map(
      ({ day, messages }) => `  ${day}  ${bar(messages, highest, BAR).padEnd(BAR)}  ${count(messages)}`,
    ),
    ...facts(sheet, [
      ['Peak hours', peaks.join(', ')],
      ['Active days', `${count(activity.activeDays)}, at most ${count(activity.bestStreak)} in a row`],
    ]),
  ];
}

function notableLines({ notable }: Insights, sheet: Sheet): string[] {
  if (!notable) return [];
  const { longest, mostMessages, mostTokens, mostToolCalls } = notable;
  const rows = [
    { what: 'longest', it: longest, value: lasting(longest.value) },
    { what: 'most messages', it: mostMessages, value: count(mostMessages.value) },
    ...(mostTokens ? [{ what: 'most tokens', it: mostTokens, value: count(mostTokens.value) }] : []),
    ...(mostToolCalls ? [{ what: 'most tool calls', it: mostToolCalls, value: count(mostToolCalls.value) }] : []),
  ].map(({ what, it, value }) => [what, value, it.id, it.title || '(no title)']);
  return ['Notable sessions', ...listing(sheet, ['', '', 'id', 'title'], rows, 4)];
}

const more = (left: number, word: string): string[] => (left > 0 ? [`  and ${plural(left, `more ${word}`)}`] : []);
