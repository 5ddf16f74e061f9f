import { section } from '@hermes-ops/plugin-kit/objects';
import type { Database } from 'better-sqlite3';
import { FROM_SPAN, type Span } from './span.ts';

export interface SkillUse {
  name: string;
  /** Calls of the tool `skill` that brought it. */
  loads: number;
  /** Changes of its SKILL.md through the file tools. */
  edits: number;
  /** ms. */
  lastUsed: number;
}

interface CallRow {
  session: number;
  seq: number;
  time: number;
  calls: string;
}

/** Skills that were loaded or changed in a period, from the arguments of the calls that went well. */
export function skillUses(db: Database, span: Span): SkillUse[] {
  const rows = db.prepare<Span, CallRow>(
    `SELECT m.session, m.seq, m.time, m.tool_calls AS calls ${FROM_SPAN}
       AND (m.tool_calls LIKE '%"name":"skill"%' OR m.tool_calls LIKE '%SKILL.md%')`,
  );
  // Ids of calls may repeat in a session: the next result with it is the call's.
  const status = db
    .prepare<[number, number, string], string>(
      `SELECT status FROM messages WHERE session = ? AND seq > ? AND role = 'tool' AND tool_call_id = ? ORDER BY seq LIMIT 1`,
    )
    .pluck();
  const uses = new Map<string, SkillUse>();
  for (const { session, seq, time, calls } of rows.all(span)) {
    for (const { id, what, name } of skillCalls(calls)) {
      if (status.get(session, seq, id) !== 'ok') continue;
      const use = uses.get(name) ?? { name, loads: 0, edits: 0, lastUsed: time };
      use[what] += 1;
      use.lastUsed = Math.max(use.lastUsed, time);
      uses.set(name, use);
    }
  }
  return [...uses.values()];
}

function skillCalls(json: string): { id: string; what: 'loads' | 'edits'; name: string }[] {
  const given = parsed(json, []);
  return (Array.isArray(given) ? given : []).flatMap((one: unknown) => {
    const { id, function: call } = section(one);
    const { name: tool, arguments: text } = section(call);
    const args = section(typeof text === 'string' ? parsed(text, {}) : {});
    const what = tool === 'skill' ? 'loads' : tool === 'write_file' || tool === 'edit_file' ? 'edits' : undefined;
    const name = what === 'loads' ? args['name'] : folderOf(args['path']);
    return what && typeof name === 'string' && name !== '' ? [{ id: String(id), what, name }] : [];
  });
}

/** Of `…/NAME/SKILL.md`. */
const folderOf = (path: unknown): string | undefined =>
  typeof path === 'string' ? /([^/\\]+)[/\\]SKILL\.md$/.exec(path)?.[1] : undefined;

function parsed(json: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(json) ?? otherwise;
  } catch {
    return otherwise;
  }
}
