import type { SessionSummary } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { notFound, sessionError } from './errors.ts';
import { folded } from './index-text.ts';
import {
  decode,
  MESSAGE_COLUMNS,
  type MessageRow,
  SUMMARY_COLUMNS,
  type SummaryRow,
  toMessage,
  toStored,
  toSummary,
} from './rows.ts';
import type { SessionStore } from './types.ts';

type Reading = Pick<SessionStore, 'frozen' | 'get' | 'find' | 'latest' | 'list' | 'messages' | 'message' | 'stream'>;

type Which = NonNullable<Parameters<SessionStore['messages']>[1]>;

const CANDIDATES_SHOWN = 5;

/** Reading sessions. `seen` is told which state of a session's messages was read. */
export function reading(db: Database, seen: (id: string, revision: number) => void): Reading {
  db.function('folded', { deterministic: true }, (text) => folded(String(text)));
  const select = `SELECT ${SUMMARY_COLUMNS} FROM sessions`;
  const newest = 'ORDER BY updated DESC, no DESC';
  const frozen = db.prepare<[string], { systemPrompt: string; toolsJson: string }>(
    'SELECT system_prompt AS systemPrompt, tools_json AS toolsJson FROM sessions WHERE id = ?',
  );
  const byId = db.prepare<[string], SummaryRow>(`${select} WHERE id = ?`);
  const latest = db.prepare<unknown[], SummaryRow>(
    `${select} WHERE (messages > 0 OR turns > 0) AND (@cwd IS NULL OR cwd = @cwd) ${newest} LIMIT 1`,
  );
  const list = db.prepare<unknown[], SummaryRow>(
    `${select} WHERE (@text IS NULL OR instr(folded(title), @text) > 0) AND (@cwd IS NULL OR cwd = @cwd)
     ${newest} LIMIT @limit OFFSET @offset`,
  );
  const byTitle = db.prepare<[string], SummaryRow>(`${select} WHERE folded(title) = ? ${newest}`);
  const byPart = db.prepare<unknown[], SummaryRow>(
    `${select} WHERE substr(id, 1, length(@text)) = @text OR substr(id, 17) = @text OR instr(folded(title), @text) > 0 ${newest}`,
  );
  const owner = db.prepare<[string], { no: number; revision: number }>(
    'SELECT no, revision FROM sessions WHERE id = ?',
  );
  const rows = (where: string, order: 'ASC' | 'DESC') =>
    db.prepare<[number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session = ? ${where} ORDER BY place ${order} LIMIT ?`,
    );
  const rowsOf = (where: string) => ({ ASC: rows(where, 'ASC'), DESC: rows(where, 'DESC') });
  const all = rowsOf('');
  const visible = rowsOf('AND hidden = 0');
  const original = rowsOf('AND born = 0');
  const single = db.prepare<[number, number], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session = ? AND seq = ?`,
  );
  const replacing = db
    .prepare<{ no: number }, number>(
      `SELECT revision FROM rewrites WHERE session = @no
       UNION SELECT born FROM messages WHERE session = @no AND born > 0`,
    )
    .pluck();
  const known = (id: string) => {
    const row = owner.get(id);
    if (!row) throw notFound(id);
    return row;
  };
  const messages = db.transaction((id: string, options: Which) => {
    const { no, revision } = known(id);
    // Whoever reads what was said at first has not seen what stands in its place.
    if (!options.original) seen(id, revision);
    const { ASC, DESC } = options.original ? original : options.hidden ? all : visible;
    return options.last === undefined ? ASC.all(no, -1) : DESC.all(no, options.last).reverse();
  });
  return {
    frozen(id) {
      const row = frozen.get(id);
      if (!row) throw notFound(id);
      return { systemPrompt: decode(row.systemPrompt), toolsJson: decode(row.toolsJson) };
    },
    get: (id) => one(byId.get(id)),
    find(idOrTitle) {
      const exact = byId.get(idOrTitle);
      if (exact) return toSummary(exact);
      const text = folded(idOrTitle.trim());
      if (text === '') return undefined;
      const titled = byTitle.all(text);
      return only(idOrTitle, titled.length > 0 ? titled : byPart.all({ text }));
    },
    latest: ({ cwd } = {}) => one(latest.get({ cwd: cwd ?? null })),
    list: ({ limit = -1, offset = 0, text, cwd } = {}) =>
      list.all({ limit, offset, text: text === undefined ? null : folded(text), cwd: cwd ?? null }).map(toSummary),
    messages: (id, options = {}) => messages.deferred(id, options).map(toMessage),
    message(id, seq) {
      const row = single.get(known(id).no, seq);
      return row && toMessage(row);
    },
    *stream(id, { hidden = false } = {}) {
      const { no } = known(id);
      const revisions = new Set(hidden ? replacing.all({ no }) : []);
      for (const row of (hidden ? all : visible).ASC.iterate(no, -1)) yield toStored(row, revisions);
    },
  };
}

const one = (row: SummaryRow | undefined): SessionSummary | undefined => (row ? toSummary(row) : undefined);

function only(asked: string, rows: readonly SummaryRow[]): SessionSummary | undefined {
  if (rows.length <= 1) return one(rows[0]);
  const shown = rows.slice(0, CANDIDATES_SHOWN).map(({ id, title }) => `${id} ${title}`);
  const more = rows.length > CANDIDATES_SHOWN ? [`${rows.length - CANDIDATES_SHOWN} more: hermes sessions list`] : [];
  throw sessionError('agent.session-ambiguous', `\`${asked}\` fits ${rows.length} sessions`, {
    exit: 2,
    try: ['Name one by its id:', ...shown, ...more],
  });
}
