import type { Rewrite } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { notFound, sessionError } from './errors.ts';
import { isoTime, MESSAGE_COLUMNS, type MessageRow, toMessage } from './rows.ts';
import type { SessionStore } from './types.ts';

interface RewriteRow {
  revision: number;
  time: number;
  engine: string;
  note: string;
  last_seq: number;
  undone: number;
}

const COLUMNS = 'revision, time, engine, note, last_seq, undone';

/** The changes that `rewrite` noted: reading them and taking them back. */
export function rewriting(db: Database): Pick<SessionStore, 'rewrites' | 'rewritten' | 'undoRewrite'> {
  const session = db.prepare<[string], { no: number; revision: number }>(
    'SELECT no, revision FROM sessions WHERE id = ?',
  );
  const all = db.prepare<[number], RewriteRow>(`SELECT ${COLUMNS} FROM rewrites WHERE session = ? ORDER BY revision`);
  const latest = db.prepare<[number], RewriteRow>(
    `SELECT ${COLUMNS} FROM rewrites WHERE session = ? AND undone = 0 ORDER BY revision DESC LIMIT 1`,
  );
  const messages = (where: string) =>
    db.prepare<unknown[], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session = @no AND ${where} ORDER BY place`,
    );
  const put = messages('born = @revision');
  const removed = messages(
    `(hidden = @revision OR seq IN (SELECT s.value FROM rewrites r, json_each(r.shown) s
       WHERE r.session = @no AND r.revision = @revision))`,
  );
  // Ranges that were replaced later without a record: one over what was put, or from one side of what was taken out to the
  // other, where it would come back beside the account of its surroundings.
  const covered = db.prepare(
    `SELECT 1 FROM messages WHERE session = @no AND born = @revision AND hidden > 0
     UNION ALL
     SELECT 1 FROM (SELECT min(place) AS first, max(place) AS last FROM messages WHERE session = @no AND hidden > @revision
         AND hidden NOT IN (SELECT undone FROM rewrites WHERE session = @no) GROUP BY hidden) later
       CROSS JOIN messages m ON m.session = @no AND m.place BETWEEN later.first AND later.last
     WHERE m.hidden = @revision LIMIT 1`,
  );
  const mark = db.prepare(
    `UPDATE rewrites SET undone = @now, shown = (SELECT json_group_array(seq) FROM messages
       WHERE session = @no AND hidden = @revision) WHERE session = @no AND revision = @revision`,
  );
  const show = db.prepare('UPDATE messages SET hidden = 0 WHERE session = @no AND hidden = @revision');
  const hide = db.prepare('UPDATE messages SET hidden = @now WHERE session = @no AND born = @revision');
  const forget = db.prepare('UPDATE messages SET usage = NULL WHERE session = ? AND seq > ? AND usage IS NOT NULL');
  const update = db.prepare('UPDATE sessions SET revision = @now, messages = messages + @more WHERE no = @no');
  const known = (id: string) => {
    const row = session.get(id);
    if (!row) throw notFound(id);
    return row;
  };
  const rewritten = db.transaction((id: string, revision: number) => {
    const { no } = known(id);
    // No change: it would stand for all that never was part of one.
    if (revision === 0) return { removed: [], put: [] };
    return {
      removed: removed.all({ no, revision }).map(toMessage),
      put: put.all({ no, revision }).map(toMessage),
    };
  });
  const undo = db.transaction((id: string): Rewrite | undefined => {
    const { no, revision: before } = known(id);
    const row = latest.get(no);
    if (!row) return undefined;
    const { revision } = row;
    if (covered.get({ no, revision }) !== undefined) throw replacedSince(id);
    const now = before + 1;
    mark.run({ no, revision, now });
    const shown = show.run({ no, revision }).changes;
    const hidden = hide.run({ no, revision, now }).changes;
    forget.run(no, row.last_seq);
    update.run({ no, now, more: shown - hidden });
    return toRewrite({ ...row, undone: now });
  });
  return {
    rewrites: (id) => all.all(known(id).no).map(toRewrite),
    rewritten: (id, revision) => rewritten.deferred(id, revision),
    undoRewrite: (id) => undo.immediate(id),
  };
}

const toRewrite = ({ revision, time, engine, note, undone }: RewriteRow): Rewrite => ({
  revision,
  time: isoTime(time),
  by: engine,
  note: JSON.parse(note),
  undone: undone > 0,
});

const replacedSince = (id: string) =>
  sessionError(
    'agent.session-changed',
    `the last change of session ${id} cannot be undone: what stands in its place has been replaced since`,
    { try: [`hermes sessions show ${id} --hidden`] },
  );
