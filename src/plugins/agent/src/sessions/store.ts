import type { Database } from 'better-sqlite3';
import { openDatabase } from './database.ts';
import { guarded } from './errors.ts';
import { reading } from './read.ts';
import { openCurrent } from './read-only.ts';
import { replacing } from './replace.ts';
import { rewriting } from './rewrites.ts';
import { searching } from './search.ts';
import type { SessionStore } from './types.ts';
import { upkeep } from './upkeep.ts';
import { writing } from './write.ts';

/** Opens the store in that file, and makes it where there is none; its folder is there. Throws UserErrors. */
export const openSessions = (file: string): SessionStore => storeOf(openDatabase(file), file);

/** The store in that file for reading alone: what writes throws `agent.sessions-not-writable`. */
export const openSessionsToRead = (file: string): SessionStore => storeOf(openCurrent(file), file);

function storeOf(db: Database, file: string): SessionStore {
  return guarded(file, () => {
    const { seen, ...replace } = replacing(db);
    const read = reading(db, seen);
    const methods = guardedAll(file, {
      ...writing(db),
      ...read,
      ...upkeep(db, file),
      ...rewriting(db),
      ...replace,
      search: searching(db),
      // Changes no row; SQLite takes the right to write all the same.
      assertWritable: () => void db.exec('UPDATE sessions SET pinned = pinned WHERE 0'),
    });
    return {
      ...methods,
      file,
      *stream(id, options) {
        const rows = read.stream(id, options);
        try {
          for (let next = guarded(file, () => rows.next()); !next.done; next = guarded(file, () => rows.next())) {
            yield next.value;
          }
        } finally {
          rows.return(undefined);
        }
      },
      close: () => void db.close(),
    };
  });
}

/** The same functions, with what SQLite refuses turned into errors that name the file and what to do. */
function guardedAll<T extends object>(file: string, functions: T): T {
  const wrapped = Object.entries(functions).map(([name, work]) => [
    name,
    (...args: unknown[]) => guarded(file, () => work(...args)),
  ]);
  return Object.fromEntries(wrapped) as T;
}
