import type { ChatMessage } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { notFound, sessionError } from './errors.ts';
import { messageWriter } from './write.ts';

interface SessionRow {
  no: number;
  revision: number;
  last_seq: number;
}

interface Place {
  place: number;
  hidden: number;
}

export interface Replacing {
  replaceRange(id: string, from: number, to: number, by: readonly ChatMessage[]): void;
  /** The session's messages have been read: what is replaced next was seen as it is now. */
  seen(id: string, revision: number): void;
}

/**
 * Hiding and replacing. Places from the end of the range on move up to make room, so that the order is exact whatever
 * was replaced before.
 */
export function replacing(db: Database): Replacing {
  /** By session: the revision that was last read here. */
  const lastSeen = new Map<string, number>();
  const session = db.prepare<[string], SessionRow>('SELECT no, revision, last_seq FROM sessions WHERE id = ?');
  const placeOf = db.prepare<[number, number], Place>(
    'SELECT place, hidden FROM messages WHERE session = ? AND seq = ?',
  );
  const changed = db
    .prepare<[number, number, number, number, number]>(
      'SELECT 1 FROM messages WHERE session = ? AND place BETWEEN ? AND ? AND (hidden > ? OR born > ?) LIMIT 1',
    )
    .pluck();
  const hide = db.prepare('UPDATE messages SET hidden = ? WHERE session = ? AND place BETWEEN ? AND ? AND hidden = 0');
  const makeRoom = db.prepare('UPDATE messages SET place = place + ? WHERE session = ? AND place > ?');
  const update = db.prepare(
    `UPDATE sessions SET revision = revision + 1, last_seq = last_seq + @added, last_place = last_place + @added,
       messages = messages + @added - @hidden WHERE no = @no`,
  );
  const write = messageWriter(db);
  const replace = db.transaction((id: string, from: number, to: number, by: readonly ChatMessage[]) => {
    const row = session.get(id);
    if (!row) throw notFound(id);
    const first = placeOf.get(row.no, from);
    const last = placeOf.get(row.no, to);
    const seen = lastSeen.get(id) ?? row.revision;
    if (!first || !last || first.place > last.place || first.hidden > 0 || last.hidden > 0) throw moved(id, from, to);
    if (changed.get(row.no, first.place, last.place, seen, seen) !== undefined) throw moved(id, from, to);
    const revision = row.revision + 1;
    const hidden = hide.run(revision, row.no, first.place, last.place).changes;
    makeRoom.run(by.length, row.no, last.place);
    for (const [i, message] of by.entries()) {
      write({ no: row.no, seq: row.last_seq + i + 1, place: last.place + i + 1, born: revision }, message);
    }
    update.run({ no: row.no, added: by.length, hidden });
  });
  return {
    replaceRange: (id, from, to, by) => replace.immediate(id, from, to, by),
    seen: (id, revision) => void lastSeen.set(id, revision),
  };
}

const moved = (id: string, from: number, to: number) =>
  sessionError(
    'agent.session-changed',
    `messages ${from} to ${to} of session ${id} are not as they were read: another program has changed them`,
    { try: [`hermes sessions show ${id}`] },
  );
