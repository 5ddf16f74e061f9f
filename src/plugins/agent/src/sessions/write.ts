import { randomBytes } from 'node:crypto';
import type { SessionMessage, Usage } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { notFound, sessionError } from './errors.ts';
import { indexText } from './index-text.ts';
import { encode, isoTime } from './rows.ts';
import { searchableText } from './searchable-text.ts';
import { cleanTitle, titleFrom } from './title.ts';
import type { NewMessage, NewSession, SessionStore } from './types.ts';

type Writing = Pick<
  SessionStore,
  'create' | 'append' | 'appendAll' | 'setToolsJson' | 'addUsage' | 'setTitle' | 'rename' | 'pin'
>;

/** A message's number, place and owner. */
interface Slot {
  no: number;
  seq: number;
  place: number;
}

/** What both kinds of writers need: one row, and its words in the index. */
export function messageWriter(db: Database) {
  const insert = db.prepare(
    `INSERT INTO messages (session, seq, place, born, time, role, content, reasoning, tool_calls, tool_call_id, tool_name,
       status, usage, raw)
     VALUES (@session, @seq, @place, @born, @time, @role, @content, @reasoning, @toolCalls, @toolCallId, @toolName,
       @status, @usage, @raw)`,
  );
  const index = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  return (at: Slot & { born: number }, message: NewMessage): SessionMessage => {
    const time = Date.now();
    const text = (value: string | null | undefined) => (value == null ? null : encode(value));
    const { lastInsertRowid } = insert.run({
      session: at.no,
      seq: at.seq,
      place: at.place,
      born: at.born,
      time,
      role: message.role,
      content: text(message.content),
      reasoning: text(message.reasoning),
      toolCalls: message.tool_calls ? JSON.stringify(message.tool_calls) : null,
      toolCallId: text(message.tool_call_id),
      toolName: text(message.toolName),
      status: message.status ?? null,
      usage: message.usage ? JSON.stringify(message.usage) : null,
      raw: text(message.raw),
    });
    const words = indexText(searchableText(message).join('\n'));
    if (words !== '') index.run(lastInsertRowid, words);
    const { raw: _, ...kept } = message;
    return { ...kept, seq: at.seq, time: isoTime(time) };
  };
}

/** Creating sessions and adding to them. */
export function writing(db: Database): Writing {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO sessions (id, title, title_from, model, base_url, cwd, system_prompt, tools_json, created, updated)
     VALUES (@id, @title, @titleFrom, @model, @baseUrl, @cwd, @systemPrompt, @toolsJson, @now, @now)`,
  );
  const next = db.prepare<unknown[], Slot>(
    `UPDATE sessions SET last_seq = last_seq + 1, last_place = last_place + 1, messages = messages + 1,
       turns = turns + @turn, tool_calls = tool_calls + @calls, updated = max(updated, @now)
     WHERE id = @id RETURNING no, last_seq AS seq, last_place AS place`,
  );
  const untitled = db.prepare(
    `UPDATE sessions SET title = @title, title_from = 'text' WHERE no = @no AND title_from = 'none'`,
  );
  const write = messageWriter(db);
  const add = (id: string, message: NewMessage): SessionMessage => {
    const calls = message.tool_calls?.length ?? 0;
    const slot = next.get({ id, turn: message.role === 'user' ? 1 : 0, calls, now: Date.now() });
    if (!slot) throw notFound(id);
    const title = message.role === 'user' && message.content ? titleFrom(message.content) : '';
    if (title !== '') untitled.run({ no: slot.no, title });
    return write({ ...slot, born: 0 }, message);
  };
  const append = db.transaction(add);
  const appendAll = db.transaction((id: string, messages: readonly NewMessage[]) =>
    messages.map((one) => add(id, one)),
  );
  const change = (sql: string) => {
    const statement = db.prepare(`UPDATE sessions SET ${sql} WHERE id = @id`);
    return (id: string, values: Record<string, unknown>): void => {
      if (statement.run({ id, ...values }).changes === 0) throw notFound(id);
    };
  };
  const setTools = change('tools_json = @toolsJson');
  const setUsage = change(
    `prompt_tokens = prompt_tokens + @promptTokens, completion_tokens = completion_tokens + @completionTokens,
     cached_tokens = cached_tokens + @cachedTokens, model = coalesce(@model, model)`,
  );
  const setUserTitle = change(`title = @title, title_from = 'user'`);
  const setPinned = change('pinned = @pinned');
  const setModelTitle = db.prepare(
    `UPDATE sessions SET title = @title, title_from = 'model' WHERE id = @id AND title_from <> 'user'`,
  );
  return {
    create(start: NewSession) {
      const title = cleanTitle(start.title ?? '');
      const texts = { systemPrompt: encode(start.systemPrompt), toolsJson: encode(start.toolsJson) };
      for (;;) {
        const [now, id] = newId();
        const row = { ...start, ...texts, id, now, title, titleFrom: title === '' ? 'none' : 'user' };
        if (insert.run(row).changes === 1) return id;
      }
    },
    append: (id, message) => append.immediate(id, message),
    appendAll: (id, messages) => appendAll.immediate(id, messages),
    setToolsJson: (id, toolsJson) => setTools(id, { toolsJson: encode(toolsJson) }),
    addUsage: (id, usage: Usage, model) => setUsage(id, { ...usage, model: model ?? null }),
    setTitle(id, title) {
      const clean = cleanTitle(title);
      return clean !== '' && setModelTitle.run({ id, title: clean }).changes === 1;
    },
    rename(id, title) {
      const clean = cleanTitle(title);
      if (clean === '') {
        throw sessionError('agent.session-title-empty', 'a title needs at least one visible character', { exit: 2 });
      }
      setUserTitle(id, { title: clean });
      return clean;
    },
    pin: (id, pinned) => setPinned(id, { pinned: pinned ? 1 : 0 }),
  };
}

/** Time in UTC to the second, and six random digits. */
function newId(): [now: number, id: string] {
  const now = Date.now();
  const [day = '', time = ''] = isoTime(now).split(/[T.]/);
  return [now, `${day.replaceAll('-', '')}-${time.replaceAll(':', '')}-${randomBytes(3).toString('hex')}`];
}
