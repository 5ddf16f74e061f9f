import { openDatabase } from './database.ts';
import { guarded } from './errors.ts';
import { reading } from './read.ts';
import { replacing } from './replace.ts';
import { rewriting } from './rewrites.ts';
import { searching } from './search.ts';
import type { SessionStore } from './types.ts';
import { upkeep } from './upkeep.ts';
import { writing } from './write.ts';

/** Opens the store in that file, and makes it where there is none; its folder is there. Throws UserErrors. */
export function openSessions(file: string): SessionStore {
  const db = openDatabase(file);
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
