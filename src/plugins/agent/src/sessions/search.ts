import type { SessionHit } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { excerptOf } from './excerpt.ts';
import { allOf, anyOf, beginning, type Term, termsOf } from './query.ts';
import { isoTime, MESSAGE_COLUMNS, type MessageRow, toMessage } from './rows.ts';
import { searchableText } from './searchable-text.ts';
import type { SearchOptions, SearchResult } from './types.ts';

/** Up to here hits are ordered by relevance; what more messages hold says little, and ranking it would take long. */
const MAX_RANKED = 1000;

/**
 * Beside rarer ones a word that stands in more messages than this does not count for the order: bm25 weighs a word by
 * all messages that have it, and for common words that takes long and weighs little.
 */
const MAX_WEIGHED = 10_000;

const DEFAULT_LIMIT = 20;

type HitRow = MessageRow & { id: string; title: string };

/** `from`, `to`: rows between which the session's messages lie. */
interface Scope {
  session: number;
  from: number;
  to: number;
}

/**
 * Looks for words in all messages, in those of one session, in all but those, or of those only where they are not sent any
 * more. Messages of a session that is not there are none.
 */
export function searching(db: Database): (text: string, options?: SearchOptions) => SearchResult {
  const everywhere = searchIn(db, 'FROM words WHERE words MATCH @match');
  const joined = 'FROM words CROSS JOIN messages ON messages.no = words.rowid WHERE words MATCH @match';
  const inSession = searchIn(db, `${joined} AND words.rowid BETWEEN @from AND @to AND messages.session = @session`);
  // Rows are looked at only where the session has some.
  const outside = (or: string) =>
    searchIn(
      db,
      `FROM words WHERE words MATCH @match AND (words.rowid NOT BETWEEN @from AND @to OR EXISTS (
         SELECT 1 FROM messages WHERE no = words.rowid AND (session <> @session${or})))`,
    );
  const elsewhere = outside('');
  // What was put in place of others repeats them.
  const beside = outside(' OR (hidden > 0 AND born = 0)');
  const scopeOf = db.prepare<[string], Scope>(
    `SELECT s.no AS session, coalesce(min(m.no), 0) AS "from", coalesce(max(m.no), 0) AS "to"
     FROM sessions s LEFT JOIN messages m ON m.session = s.no WHERE s.id = ? GROUP BY s.no`,
  );
  const hit = db.prepare<[number], HitRow>(
    `SELECT ${MESSAGE_COLUMNS}, (SELECT id FROM sessions s WHERE s.no = session) AS id,
       (SELECT title FROM sessions s WHERE s.no = session) AS title FROM messages WHERE no = ?`,
  );
  const find = (terms: Term[], { sessionId, exclude, current }: SearchOptions): Found | undefined => {
    if (terms.length === 0 || (sessionId !== undefined && sessionId === exclude)) return undefined;
    const scope = scopeOf.get(sessionId ?? exclude ?? current ?? '');
    if (sessionId !== undefined) return scope && inSession(terms, scope);
    if (!scope) return everywhere(terms, {});
    return exclude === undefined ? beside(terms, scope) : elsewhere(terms, scope);
  };
  return (text, options = {}) => {
    const found = find(termsOf(text), options);
    const { limit = DEFAULT_LIMIT } = options;
    if (!found) return { hits: [], match: 'all', order: 'best', found: 0 };
    const { rows, wanted, match, ordered } = found;
    const hits = ordered(limit).flatMap((no) => hit.get(no) ?? []);
    return {
      hits: hits.map((row) => toHit(row, wanted)),
      match,
      order: rows.length <= MAX_RANKED ? 'best' : 'newest',
      found: rows.length,
    };
  };
}

interface Found {
  match: SearchResult['match'];
  /** What was looked for in the end. */
  wanted: Term[];
  /** Newest first, at most one more than are ranked. */
  rows: number[];
  ordered(limit: number): number[];
}

function searchIn(db: Database, from: string): (terms: Term[], scope: Partial<Scope>) => Found | undefined {
  const query = (sql: string) => db.prepare<unknown[], number>(sql).pluck();
  const newest = query(`SELECT words.rowid ${from} ORDER BY words.rowid DESC LIMIT ${MAX_RANKED + 1}`);
  const best = query(`SELECT words.rowid ${from} ORDER BY words.rank, words.rowid DESC LIMIT @limit`);
  const bestAmong = query(
    `SELECT words.rowid ${from} AND +words.rowid IN (SELECT value FROM json_each(@rows))
     ORDER BY words.rank, words.rowid DESC LIMIT @limit`,
  );
  const count = query(`SELECT count(*) FROM (SELECT words.rowid ${from} LIMIT ${MAX_WEIGHED + 1})`);

  return (terms, scope) => {
    const frequency = (term: Term): number => count.get({ match: allOf([term]), ...scope }) ?? 0;
    const find = (match: Found['match'], wanted: Term[]): Found | undefined => {
      const expression = match === 'any' ? anyOf(wanted) : allOf(wanted);
      const rows = newest.all({ match: expression, ...scope });
      if (rows.length === 0) return undefined;
      const ordered = (limit: number): number[] => {
        if (rows.length > MAX_RANKED) return rows.slice(0, limit);
        const weighed =
          match === 'any' || wanted.length === 1 ? [] : wanted.filter((term) => frequency(term) <= MAX_WEIGHED);
        if (weighed.length === 0 || weighed.length === wanted.length) {
          return best.all({ match: expression, limit, ...scope });
        }
        return bestAmong.all({ match: allOf(weighed), rows: JSON.stringify(rows), limit, ...scope });
      };
      return { match, wanted, rows, ordered };
    };
    const all = find('all', terms);
    if (all) return all;
    const begun = terms.map((term) => (frequency(term) === 0 ? beginning(term) : term));
    const beginnings = begun.some((term, i) => term !== terms[i]) ? find('beginning', begun) : undefined;
    if (beginnings || terms.length === 1) return beginnings;
    // Words that stand in many messages would bring mostly those.
    const rare = begun.filter((term) => {
      const found = frequency(term);
      return found > 0 && found <= MAX_RANKED;
    });
    return find('any', rare.length > 0 ? rare : begun);
  };
}

const toHit = (row: HitRow, terms: readonly Term[]): SessionHit => ({
  sessionId: row.id,
  title: row.title,
  seq: row.seq,
  role: row.role,
  time: isoTime(row.time),
  excerpt: excerptOf(searchableText(toMessage(row)), terms),
});
