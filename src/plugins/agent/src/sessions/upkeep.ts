import { statSync } from 'node:fs';
import type { SessionSummary } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { isoTime, SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows.ts';
import type { PruneOptions, SessionStats, SessionStore } from './types.ts';

const DAY_MS = 86_400_000;

/** Deleting and counting. */
export function upkeep(db: Database, file: string): Pick<SessionStore, 'delete' | 'prune' | 'tidy' | 'stats'> {
  const summary = db.prepare<[string], SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM sessions WHERE id = ?`);
  const dropWords = db.prepare(
    'DELETE FROM words WHERE rowid IN (SELECT m.no FROM messages m JOIN sessions s ON s.no = m.session WHERE s.id = ?)',
  );
  const drop = db.prepare('DELETE FROM sessions WHERE id = ?');
  const removeNow = (ids: readonly string[]): SessionSummary[] =>
    ids.flatMap((id) => {
      const row = summary.get(id);
      if (!row) return [];
      dropWords.run(id);
      drop.run(id);
      return [toSummary(row)];
    });
  const old = db.prepare<unknown[], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM sessions WHERE updated < @before AND (pinned = 0 OR @pinned = 1) ORDER BY updated, no`,
  );
  const remove = db.transaction(removeNow);
  const prune = db.transaction(({ olderThanDays, keepPinned = true, dryRun = false }: PruneOptions) => {
    const rows = old.all({ before: Date.now() - olderThanDays * DAY_MS, pinned: keepPinned ? 0 : 1 }).map(toSummary);
    return dryRun ? rows : removeNow(rows.map(({ id }) => id));
  });
  return {
    delete: (ids) => remove.immediate(ids),
    prune: (options) => prune.immediate(options),
    tidy: () => tidy(db),
    stats: () => stats(db, file),
  };
}

function tidy(db: Database): boolean {
  try {
    // Deleted words leave the index only when its parts are merged, and deleted text its pages only when they are written anew.
    db.exec(`INSERT INTO words (words) VALUES ('optimize')`);
    db.exec('VACUUM');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_FULL') throw error;
    // Needs next to no space: cuts free pages off the end of the file.
    db.pragma('incremental_vacuum');
    return false;
  } finally {
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

type Sums = Omit<SessionStats, 'bytes' | 'hidden' | 'oldest' | 'newest' | 'models'> & {
  oldest: number | null;
  newest: number | null;
};

function stats(db: Database, file: string): SessionStats {
  const sums = db
    .prepare<[], Sums>(
      `SELECT count(*) AS sessions, total(messages) AS messages, total(turns) AS turns, total(tool_calls) AS toolCalls,
         total(prompt_tokens) AS promptTokens, total(cached_tokens) AS cachedTokens,
         total(completion_tokens) AS completionTokens, min(created) AS oldest, max(updated) AS newest FROM sessions`,
    )
    .get();
  if (!sums) throw new Error('a sum has no row');
  const { oldest, newest, ...counts } = sums;
  return {
    ...counts,
    hidden: db.prepare<[], number>('SELECT count(*) FROM messages WHERE hidden > 0').pluck().get() ?? 0,
    bytes: ['', '-wal', '-shm'].reduce(
      (sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
    ...(oldest === null ? {} : { oldest: isoTime(oldest) }),
    ...(newest === null ? {} : { newest: isoTime(newest) }),
    models: db
      .prepare<[], SessionStats['models'][0]>(
        `SELECT model, count(*) AS sessions, total(messages) AS messages FROM sessions GROUP BY model
         ORDER BY sessions DESC, model`,
      )
      .all(),
  };
}
