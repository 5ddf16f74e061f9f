import type { Database } from 'better-sqlite3';
import { guarded } from './errors.ts';
import { openToRead } from './read-only.ts';
import { decode } from './rows.ts';
import { type SkillUse, skillUses } from './skill-uses.ts';
import { FROM_SPAN, type Span } from './span.ts';

/** What a session holds of a period. Messages are those that were said and done, whatever has been replaced since. */
export interface SessionActivity {
  id: string;
  title: string;
  model: string;
  baseUrl: string;
  messages: number;
  userMessages: number;
  /** Messages of the model: the requests that were answered. */
  answers: number;
  toolCalls: number;
  /**
   * Tokens of a session that began in the period are what the session counted, requests included whose answer was not
   * kept; of an older one, what its answers in the period say.
   */
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  /** See `PAUSE_MS`. */
  activeMs: number;
}

interface ToolUse {
  name: string;
  calls: number;
  /** How calls ended; one whose process was killed has no end. */
  failed: number;
  denied: number;
  interrupted: number;
}

export interface Activity {
  sessions: SessionActivity[];
  /** Messages in each quarter of an hour that has some: `at` in ms. No zone's offset is finer than that. */
  quarters: { at: number; messages: number }[];
  tools: ToolUse[];
  skills: SkillUse[];
}

/** Longer silence counts as a pause, unless the model was at work: a local one may read a prompt for a long time. */
const PAUSE_MS = 5 * 60_000;
const LONGEST_ANSWER_MS = 60 * 60_000;
const QUARTER_MS = 15 * 60_000;

/**
 * What the file of the sessions tells of a period, in one consistent reading; some ms for each 10,000 messages. Undefined
 * where there is no file. Writes nothing. Throws UserErrors as `openSessions` does.
 */
export function readActivity(file: string, span: Span): Activity | undefined {
  const db = openToRead(file);
  if (!db) return undefined;
  try {
    return guarded(file, () => db.transaction(() => activityIn(db, span)).deferred());
  } finally {
    db.close();
  }
}

function activityIn(db: Database, span: Span): Activity {
  const calls = callsIn(db, span);
  const active = db
    .prepare<Span, [number, number]>(
      `SELECT session, total(gap) FROM (
         SELECT m.session, m.role, m.time - lag(m.time) OVER (PARTITION BY m.session ORDER BY m.seq) AS gap ${FROM_SPAN})
       WHERE gap > 0 AND gap <= iif(role = 'assistant', ${LONGEST_ANSWER_MS}, ${PAUSE_MS}) GROUP BY session`,
    )
    .raw();
  const activeMs = new Map(active.all(span));
  return {
    sessions: sessionRows(db, span).map(({ no, ...row }) => ({
      ...row,
      toolCalls: calls.bySession.get(no) ?? 0,
      activeMs: activeMs.get(no) ?? 0,
    })),
    quarters: db
      .prepare<Span, { at: number; messages: number }>(
        `SELECT m.time / ${QUARTER_MS} * ${QUARTER_MS} AS at, count(*) AS messages ${FROM_SPAN} GROUP BY 1 ORDER BY 1`,
      )
      .all(span),
    tools: toolUses(db, span, calls.byTool),
    skills: skillUses(db, span),
  };
}

type SessionRow = Omit<SessionActivity, 'toolCalls' | 'activeMs'> & { no: number };

function sessionRows(db: Database, span: Span): SessionRow[] {
  const tokens = (column: string, key: string) =>
    `max(iif(s.created BETWEEN @since AND @until, s.${column}, 0), total(m.usage ->> '${key}')) AS ${key}`;
  return db
    .prepare<Span, SessionRow>(
      `SELECT s.no, s.id, s.title, s.model, s.base_url AS baseUrl, count(*) AS messages,
         total(m.role = 'user') AS userMessages, total(m.role = 'assistant') AS answers,
         ${tokens('prompt_tokens', 'promptTokens')}, ${tokens('completion_tokens', 'completionTokens')},
         ${tokens('cached_tokens', 'cachedTokens')}
       ${FROM_SPAN} GROUP BY s.no ORDER BY s.no`,
    )
    .all(span);
}

/** Calls that the model asked for. What is no JSON, which nobody writes, holds none. */
function callsIn(db: Database, span: Span): { bySession: Map<number, number>; byTool: Map<string, number> } {
  const rows = db
    .prepare<Span, { session: number; name: string; calls: number }>(
      `SELECT m.session, ifnull(c.value ->> '$.function.name', '') AS name, count(*) AS calls
       ${FROM_SPAN.replace(' WHERE', ", json_each(iif(json_valid(m.tool_calls), m.tool_calls, '[]')) c WHERE")}
         AND m.tool_calls IS NOT NULL GROUP BY 1, 2`,
    )
    .all(span);
  const [bySession, byTool] = [new Map<number, number>(), new Map<string, number>()];
  for (const { session, name, calls } of rows) {
    bySession.set(session, (bySession.get(session) ?? 0) + calls);
    byTool.set(name, (byTool.get(name) ?? 0) + calls);
  }
  return { bySession, byTool };
}

function toolUses(db: Database, span: Span, calls: ReadonlyMap<string, number>): ToolUse[] {
  const uses = new Map<string, ToolUse>();
  for (const [name, count] of calls) uses.set(name, { name, calls: count, failed: 0, denied: 0, interrupted: 0 });
  const ends = db
    .prepare<Span, { tool: string | Uint8Array; status: string; results: number }>(
      `SELECT m.tool_name AS tool, m.status, count(*) AS results ${FROM_SPAN}
         AND m.role = 'tool' AND m.tool_name IS NOT NULL AND m.status <> 'ok' GROUP BY 1, 2`,
    )
    .all(span);
  for (const { tool, status, results } of ends) {
    const use = uses.get(decode(tool));
    if (use) use[status === 'denied' || status === 'interrupted' ? status : 'failed'] += results;
  }
  return [...uses.values()];
}
