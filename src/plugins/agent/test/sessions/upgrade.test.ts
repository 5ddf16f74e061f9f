import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { tempStore } from './stores.ts';

type Driver = typeof import('better-sqlite3');
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as Driver;

/** What the first released version made. */
const FIRST = `
  CREATE TABLE sessions (
    no INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT '',
    title_from TEXT NOT NULL DEFAULT 'none' CHECK (title_from IN ('none', 'text', 'model', 'user')),
    model TEXT NOT NULL, base_url TEXT NOT NULL, cwd TEXT NOT NULL, system_prompt NOT NULL, tools_json NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, pinned INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0, last_seq INTEGER NOT NULL DEFAULT 0, last_place INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0, turns INTEGER NOT NULL DEFAULT 0, tool_calls INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX sessions_updated ON sessions (updated);
  CREATE TABLE messages (
    no INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL REFERENCES sessions (no) ON DELETE CASCADE,
    seq INTEGER NOT NULL, place INTEGER NOT NULL, hidden INTEGER NOT NULL DEFAULT 0, born INTEGER NOT NULL DEFAULT 0,
    time INTEGER NOT NULL, role TEXT NOT NULL, content, reasoning, tool_calls TEXT, tool_call_id, tool_name, status TEXT,
    usage TEXT, raw, UNIQUE (session, seq)
  );
  CREATE INDEX messages_place ON messages (session, place);
  CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
  );
  PRAGMA application_id = 1213353299;
  PRAGMA user_version = 1;
`;

/** Three messages, of which the second has been replaced by a fourth. */
const HELD = `
  INSERT INTO sessions (id, title, model, base_url, cwd, system_prompt, tools_json, created, updated, revision, last_seq,
    last_place, messages, turns) VALUES ('20260101-000000-abcdef', 'Old', 'm', 'u', '/', 'Be brief.', '[]', 1, 2, 1, 4, 4, 3, 3);
  INSERT INTO messages (session, seq, place, hidden, born, time, role, content) VALUES
    (1, 1, 1, 0, 0, 1, 'user', 'first word'), (1, 2, 2, 1, 0, 1, 'user', 'second word'),
    (1, 3, 4, 0, 0, 1, 'user', 'third word'), (1, 4, 3, 0, 1, 2, 'user', 'an account');
  INSERT INTO words (rowid, text) SELECT no, content FROM messages;
`;

test('a file of the first version keeps everything, and learns what came later', () => {
  const file = join(tempDir(), 'sessions.db');
  const old = new Sqlite(file);
  old.pragma('auto_vacuum = INCREMENTAL');
  old.pragma('journal_mode = WAL');
  old.exec(FIRST + HELD);
  old.close();

  const store = tempStore(file);
  const other = tempStore(file);
  const id = '20260101-000000-abcdef';
  expect(store.get(id)).toMatchObject({ title: 'Old', messages: 3, turns: 3 });
  expect(store.frozen(id)).toEqual({ systemPrompt: 'Be brief.', toolsJson: '[]' });
  expect(store.messages(id).map(({ content }) => content)).toEqual(['first word', 'an account', 'third word']);
  expect(store.messages(id, { original: true }).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(store.search('second').hits).toMatchObject([{ seq: 2 }]);
  expect(store.rewrites(id)).toEqual([]);
  expect(store.undoRewrite(id)).toBeUndefined();

  const edits = [{ from: 1, to: 4, by: [{ role: 'user' as const, content: 'all of it' }] }];
  const revision = store.rewrite(id, edits, { by: 'engine', note: { n: 1 } });
  expect(other.messages(id).map(({ seq }) => seq)).toEqual([5, 3]);
  expect(other.rewrites(id)).toMatchObject([{ revision, note: { n: 1 } }]);
  other.undoRewrite(id);
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([1, 4, 3]);
  store.close();
  other.close();

  const again = new Sqlite(file);
  expect(again.pragma('user_version', { simple: true })).toBe(2);
  expect(again.pragma('integrity_check', { simple: true })).toBe('ok');
  again.close();
});
