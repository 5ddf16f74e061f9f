import type { RangeEdit } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { notFound, sessionError } from './errors.ts';
import type { NewMessage, SessionStore } from './types.ts';
import { messageWriter } from './write.ts';

interface SessionRow {
  no: number;
  revision: number;
  last_seq: number;
}

/** An edit with the places between which its messages stand. */
interface Range extends RangeEdit {
  first: number;
  last: number;
}

type Noted = Parameters<SessionStore['rewrite']>[2];

export interface Replacing extends Pick<SessionStore, 'replaceRange' | 'replaceRanges' | 'rewrite'> {
  /** The session's messages have been read: what is replaced next was seen as it is now. */
  seen(id: string, revision: number): void;
}

/**
 * Hiding and replacing. Places from the end of each range on move up to make room, so that the order is exact whatever
 * was replaced before.
 */
export function replacing(db: Database): Replacing {
  /** By session: the revision that was last read here. */
  const lastSeen = new Map<string, number>();
  const session = db.prepare<[string], SessionRow>('SELECT no, revision, last_seq FROM sessions WHERE id = ?');
  const placeOf = db
    .prepare<[number, number], number>('SELECT place FROM messages WHERE session = ? AND seq = ? AND hidden = 0')
    .pluck();
  const changed = db.prepare(
    `SELECT 1 FROM messages WHERE session = @no AND place BETWEEN @first AND @last AND (hidden > @seen OR born > @seen)
     LIMIT 1`,
  );
  // What an undone change shows again bears no trace of it itself.
  const shownSince = db
    .prepare<[number, number], number>(
      `SELECT m.place FROM rewrites r CROSS JOIN json_each(r.shown) s CROSS JOIN messages m
       WHERE r.session = ? AND r.undone > ? AND m.session = r.session AND m.seq = s.value`,
    )
    .pluck();
  const hide = db.prepare('UPDATE messages SET hidden = ? WHERE session = ? AND place BETWEEN ? AND ? AND hidden = 0');
  const move = db.prepare(
    'UPDATE messages SET place = place + @by WHERE session = @no AND place > @after AND place <= @upTo',
  );
  const update = db.prepare(
    `UPDATE sessions SET revision = revision + 1, last_seq = last_seq + @added, last_place = last_place + @added,
       messages = messages + @added - @hidden WHERE no = @no`,
  );
  const note = db.prepare(
    `INSERT INTO rewrites (session, revision, time, engine, note, last_seq)
     VALUES (@no, @revision, @time, @by, @note, @lastSeq)`,
  );
  const write = messageWriter(db);

  const located = (id: string, { no, revision }: SessionRow, edits: readonly RangeEdit[]): Range[] => {
    const ranges = edits.map((edit) => {
      const [first, last] = [placeOf.get(no, edit.from), placeOf.get(no, edit.to)];
      if (first === undefined || last === undefined) throw moved(id, edit);
      return { ...edit, first, last };
    });
    assertInOrder(ranges);
    const seen = lastSeen.get(id) ?? revision;
    const shown = shownSince.all(no, seen);
    const touched = ranges.find(
      ({ first, last }) =>
        changed.get({ no, first, last, seen }) !== undefined || shown.some((place) => first <= place && place <= last),
    );
    if (touched) throw moved(id, touched);
    return ranges;
  };

  const replace = db.transaction((id: string, edits: readonly RangeEdit[], record?: Noted): number => {
    const row = session.get(id);
    if (!row) throw notFound(id);
    const { no } = row;
    const ranges = located(id, row, edits);
    const revision = row.revision + 1;
    let hidden = 0;
    for (const { first, last } of ranges) hidden += hide.run(revision, no, first, last).changes;
    const added = makeRoom(ranges, (by, after, upTo) => move.run({ no, by, after, upTo }));
    let seq = row.last_seq;
    for (const { last, by } of ranges) {
      const start = last + seq - row.last_seq;
      for (const [i, message] of by.entries()) {
        seq += 1;
        write({ no, seq, place: start + i + 1, born: revision }, uncounted(message));
      }
    }
    update.run({ no, added, hidden });
    if (record) {
      const { by } = record;
      note.run({ no, revision, time: Date.now(), by, note: JSON.stringify(record.note), lastSeq: seq });
    }
    return revision;
  });
  return {
    replaceRange: (id, from, to, by) => void replace.immediate(id, [{ from, to, by }]),
    replaceRanges: (id, edits) => void replace.immediate(id, edits),
    rewrite: (id, edits, record) => replace.immediate(id, edits, record),
    seen: (id, revision) => void lastSeen.set(id, revision),
  };
}

/** Whoever copies a message may copy what the server counted for it, which is no longer so at another place. */
function uncounted(message: NewMessage): NewMessage {
  const { usage: _, ...rest } = message;
  return rest;
}

/** Moves what follows each range, the end of the conversation first. Returns by how many places it grew. */
function makeRoom(ranges: readonly Range[], move: (by: number, after: number, upTo: number) => void): number {
  const total = ranges.reduce((sum, { by }) => sum + by.length, 0);
  let by = total;
  let upTo = Number.MAX_SAFE_INTEGER;
  for (const range of ranges.toReversed()) {
    if (by > 0) move(by, range.last, upTo);
    by -= range.by.length;
    upTo = range.last;
  }
  return total;
}

/** Messages never change their order, so this is a defect of the caller and not a change by another program. */
function assertInOrder(ranges: readonly Range[]): void {
  if (ranges.length === 0) throw new Error('a rewrite of no messages');
  const at = ranges.findIndex(({ first, last }, i) => first > last || first <= (ranges[i - 1]?.last ?? 0));
  const wrong = ranges[at];
  if (wrong) throw new Error(`messages ${wrong.from} to ${wrong.to} are out of order, or in two ranges of one rewrite`);
}

const moved = (id: string, { from, to }: RangeEdit) =>
  sessionError(
    'agent.session-changed',
    `messages ${from} to ${to} of session ${id} are not as they were read: another program has changed them`,
    { try: [`hermes sessions show ${id}`] },
  );
