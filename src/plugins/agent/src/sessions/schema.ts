import type { Database } from 'better-sqlite3';

/**
 * One step for each version of the file (`user_version`); a step that was released is never changed.
 *
 * `place` orders the messages of a session; `seq` numbers them in the order in which they came and never changes.
 * `hidden` and `born` hold the session's `revision` at which a message was replaced or came as a replacement, else 0.
 * `raw` keeps what could not become part of the history, such as arguments that are no JSON.
 * A row of `rewrites` is a change that can be undone. `last_seq`: what has a higher number came after it; `undone`: the
 * revision that took it back, else 0; `shown`: a JSON list of the `seq` that are sent again since.
 * Text columns hold text, or UTF-16LE as a blob where it is not well-formed Unicode.
 *
 * The index holds no copy of the text (contentless). Categories: letters with their marks, numbers, and private use,
 * where `indexText` puts emoji.
 */
const STEPS = [
  `
  CREATE TABLE sessions (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    title_from TEXT NOT NULL DEFAULT 'none' CHECK (title_from IN ('none', 'text', 'model', 'user')),
    model TEXT NOT NULL,
    base_url TEXT NOT NULL,
    cwd TEXT NOT NULL,
    system_prompt NOT NULL,
    tools_json NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    last_seq INTEGER NOT NULL DEFAULT 0,
    last_place INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0,
    turns INTEGER NOT NULL DEFAULT 0,
    tool_calls INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX sessions_updated ON sessions (updated);
  CREATE TABLE messages (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES sessions (no) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0,
    born INTEGER NOT NULL DEFAULT 0,
    time INTEGER NOT NULL,
    role TEXT NOT NULL,
    content,
    reasoning,
    tool_calls TEXT,
    tool_call_id,
    tool_name,
    status TEXT,
    usage TEXT,
    raw,
    UNIQUE (session, seq)
  );
  CREATE INDEX messages_place ON messages (session, place);
  CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
  );
  `,
  `
  CREATE TABLE rewrites (
    session INTEGER NOT NULL REFERENCES sessions (no) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    time INTEGER NOT NULL,
    engine TEXT NOT NULL,
    note TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    shown TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (session, revision)
  );
  `,
];

/** Says whose file it is (`HRMS`), because any program may count its own versions in `user_version`. */
export const APPLICATION_ID = 0x48524d53;

/** The version that this program writes. */
export const SCHEMA_VERSION = STEPS.length;

export const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings an older file up to date, all or nothing; another process that does the same at the same time is waited for. */
export function migrate(db: Database): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  db.transaction(() => {
    const from = versionOf(db);
    for (const step of STEPS.slice(from)) db.exec(step);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}
