import type { SessionActivity } from '../sessions/activity.ts';
import { activityOf } from './activity.ts';
import { addressOf } from './address.ts';
import { placeOf } from './ledger-sums.ts';
import { spanOf } from './period.ts';
import { shareOf } from './share.ts';
import { speedOf } from './speed.ts';
import type { Insights, InsightsData, Notable, TokenSums } from './types.ts';

const TOOLS = 15;
const SKILLS = 10;

/** All sections from what was read. Texts are as they were stored: see `presentable`. */
export function insightsOf({ activity, ledger, complete, notes }: InsightsData, now: Date, days: number): Insights {
  const { sessions } = activity;
  const span = spanOf(now, days);
  const skills = skillsOf(activity.skills);
  const cost = costOf(ledger);
  const notable = notableOf(sessions);
  const speed = speedOf(ledger, days);
  return {
    schemaVersion: 1,
    complete,
    period: {
      days,
      from: new Date(span.since).toISOString(),
      to: now.toISOString(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    overview: overviewOf(sessions),
    ...(cost ? { cost } : {}),
    models: modelsOf(sessions, ledger),
    tools: toolsOf(activity.tools),
    ...(skills ? { skills } : {}),
    activity: activityOf(activity.quarters),
    ...(notable ? { notable } : {}),
    ...(speed ? { speed } : {}),
    notes: [...notes],
  };
}

function overviewOf(sessions: readonly SessionActivity[]): Insights['overview'] {
  const tokens = tokensOf(sessions);
  const messages = sum(sessions, (it) => it.messages);
  const activeSeconds = sum(sessions, (it) => it.activeMs) / 1000;
  const each = (value: number) => (sessions.length > 0 ? value / sessions.length : null);
  return {
    sessions: sessions.length,
    messages,
    userMessages: sum(sessions, (it) => it.userMessages),
    toolCalls: sum(sessions, (it) => it.toolCalls),
    ...tokens,
    totalTokens: tokens.promptTokens + tokens.completionTokens,
    cachedShare: shareOf(tokens.cachedTokens, tokens.promptTokens),
    activeSeconds,
    averageSessionSeconds: each(activeSeconds),
    averageMessages: each(messages),
  };
}

function costOf({ billed, local }: InsightsData['ledger']): Insights['cost'] {
  const row = ({ requests, promptTokens, cachedTokens, completionTokens }: typeof local) => ({
    requests,
    promptTokens,
    cachedTokens,
    completionTokens,
  });
  const rows = [...billed].map(([host, sums]) => ({ host, ...row(sums) }));
  if (![...rows, local].some((it) => it.promptTokens + it.completionTokens > 0)) return undefined;
  return { billed: rows.sort((a, b) => tokensIn(b) - tokensIn(a) || order(a.host, b.host)), local: row(local) };
}

function modelsOf(sessions: readonly SessionActivity[], ledger: InsightsData['ledger']): Insights['models'] {
  const groups = Map.groupBy(
    sessions.flatMap((session) => askedIn(session, ledger)),
    ({ model, address }) => placeOf(model, address),
  );
  return [...groups.values()]
    .map((group) => ({
      model: group[0]?.model ?? '',
      address: group[0]?.address ?? '',
      sessions: group.length,
      requests: sum(group, (it) => it.requests),
      ...tokensOf(group),
    }))
    .sort((a, b) => tokensIn(b) - tokensIn(a) || b.sessions - a.sessions || order(a.model, b.model));
}

type Asked = TokenSums & { model: string; address: string; requests: number };

/**
 * Which models a session asked. The ledger tells them apart where it knows all of the session, which equal tokens show; the
 * session itself knows the last one only, and the answers instead of the requests.
 */
function askedIn(session: SessionActivity, { sessions }: InsightsData['ledger']): Asked[] {
  const known = [...(sessions.get(session.id)?.values() ?? [])];
  const { promptTokens, cachedTokens, completionTokens } = tokensOf(known);
  const whole =
    promptTokens === session.promptTokens &&
    cachedTokens === session.cachedTokens &&
    completionTokens === session.completionTokens;
  if (known.length > 0 && whole) return known;
  return [{ ...session, address: addressOf(session.baseUrl), requests: session.answers }];
}

function toolsOf(tools: InsightsData['activity']['tools']): Insights['tools'] {
  const total = sum(tools, (it) => it.calls);
  const sorted = tools.toSorted((a, b) => b.calls - a.calls || order(a.name, b.name));
  return {
    total,
    kinds: tools.length,
    top: sorted.slice(0, TOOLS).map((it) => ({ ...it, share: total > 0 ? it.calls / total : 0 })),
  };
}

function skillsOf(skills: InsightsData['activity']['skills']): Insights['skills'] {
  if (skills.length === 0) return undefined;
  const sorted = skills.toSorted((a, b) => b.loads - a.loads || b.lastUsed - a.lastUsed || order(a.name, b.name));
  return {
    loads: sum(skills, (it) => it.loads),
    edits: sum(skills, (it) => it.edits),
    kinds: skills.length,
    top: sorted.slice(0, SKILLS).map((it) => ({ ...it, lastUsed: new Date(it.lastUsed).toISOString() })),
  };
}

function notableOf(sessions: readonly SessionActivity[]): Insights['notable'] {
  const most = (value: (it: SessionActivity) => number): Notable | undefined => {
    const [first, ...rest] = sessions;
    if (!first) return undefined;
    const best = rest.reduce((top, it) => (value(it) > value(top) ? it : top), first);
    return { id: best.id, title: best.title, value: value(best) };
  };
  const longest = most((it) => it.activeMs / 1000);
  const mostMessages = most((it) => it.messages);
  const mostTokens = most(tokensIn);
  const mostToolCalls = most((it) => it.toolCalls);
  if (!longest || !mostMessages) return undefined;
  return {
    longest,
    mostMessages,
    ...(mostTokens && mostTokens.value > 0 ? { mostTokens } : {}),
    ...(mostToolCalls && mostToolCalls.value > 0 ? { mostToolCalls } : {}),
  };
}

const tokensOf = (sessions: readonly TokenSums[]): TokenSums => ({
  promptTokens: sum(sessions, (it) => it.promptTokens),
  cachedTokens: sum(sessions, (it) => it.cachedTokens),
  completionTokens: sum(sessions, (it) => it.completionTokens),
});

const tokensIn = (it: Pick<TokenSums, 'promptTokens' | 'completionTokens'>): number =>
  it.promptTokens + it.completionTokens;

const sum = <T>(all: readonly T[], read: (one: T) => number): number =>
  all.reduce((total, one) => total + read(one), 0);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
