import { chmodSync, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserError } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { dropLeftFolders, makeCopyFolder } from './copy-folder.ts';
import { openDatabase, openInPlace } from './database.ts';
import { sessionError } from './errors.ts';
import { SCHEMA_VERSION, versionOf } from './schema.ts';

/** Copies of a file that another program is writing meanwhile. */
const TRIES = 5;

/**
 * Opens an existing file for reading alone, also where its folder cannot be written. Undefined where there is none, or
 * nothing in it yet. It shows all that is committed, in the version that it has. Throws UserErrors as `openDatabase` does.
 */
export function openToRead(file: string): Database | undefined {
  try {
    return openInPlace(file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'agent.sessions-not-writable') throw error;
    return openCopy(file, error as Error);
  }
}

/** The same in the version of this program, and with nothing in it where there is no file. Whatever writes is refused. */
export function openCurrent(file: string): Database {
  const db = openToRead(file);
  if (db && versionOf(db) === SCHEMA_VERSION) return db;
  db?.close();
  return openCopy(file);
}

/**
 * What SQLite cannot read in its place, because a file in WAL mode needs its companions and a folder that takes them (its
 * `immutable` would leave out what stands in the -wal file, and the driver has no URIs), is read as a copy. That has no name
 * any more once it is open: nothing of it stays, however the process ends, and what one leaves that is killed before then goes
 * with the next copy. Windows takes the name away when it is closed.
 */
function openCopy(file: string, unopened?: Error): Database {
  dropLeftFolders();
  const folder = folderFor(file);
  const leave = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'sessions.db');
  try {
    copied(file, copy, unopened);
    // Brings it up to date and takes in what its -wal file holds.
    openDatabase(copy).close();
    const db = openInPlace(copy);
    if (!db) throw new Error('a store that was made holds nothing');
    if (process.platform !== 'win32') {
      leave();
      return db;
    }
    const close = db.close.bind(db);
    db.close = () => {
      close();
      leave();
      return db;
    };
    return db;
  } catch (error) {
    leave();
    if (NO_ROOM.has((error as { code?: unknown }).code)) throw noCopy(file, 'has no room for it', error);
    throw 'where' in (error as object) ? Object.assign(error as object, { where: { file } }) : error;
  }
}

/** What a disk without room says, to us and to SQLite. */
const NO_ROOM = new Set<unknown>(['ENOSPC', 'EDQUOT', 'agent.sessions-disk-full']);

function folderFor(file: string): string {
  try {
    return makeCopyFolder();
  } catch (error) {
    throw noCopy(file, 'cannot be written', error);
  }
}

/** The fault is not with the file, which may be left as it is. */
const noCopy = (file: string, why: string, cause: unknown): UserError =>
  sessionError(
    'agent.sessions-not-writable',
    `in a home that cannot be written sessions are read from a copy, and the folder for temporary files, ${tmpdir()}, ${why}`,
    { where: { file }, try: ['Name another folder in the variable TMPDIR.', 'Make the home writable.'], cause },
  );

function copied(file: string, copy: string, unopened?: Error): void {
  const ends = ['', '-wal'];
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const before = stateOf(file);
    try {
      for (const end of ends) {
        rmSync(copy + end, { force: true });
        if (!existsSync(file + end)) continue;
        copyFileSync(file + end, copy + end);
        // A copy has the mode of its original, which may be closed to its owner, too.
        chmodSync(copy + end, 0o600);
      }
    } catch (cause) {
      if (NO_ROOM.has((cause as { code?: unknown }).code)) throw cause;
      throw (
        unopened ??
        sessionError('agent.sessions-not-writable', 'the file of the sessions can be neither written nor copied', {
          where: { file },
          try: ['Correct the permissions, or name another home with --home DIR.'],
          cause,
        })
      );
    }
    if (stateOf(file) === before) return;
  }
  throw sessionError('agent.sessions-busy', 'another program writes the file of the sessions all the time', {
    where: { file },
    try: ['Wait until the other hermes has ended, then run the command again.'],
  });
}

/** Otherwise than before where the file or what is not in it yet was written. */
const stateOf = (file: string): string =>
  ['', '-wal']
    .map((end) => statSync(file + end, { throwIfNoEntry: false, bigint: true }))
    .map((found) => (found ? `${found.ino} ${found.size} ${found.mtimeNs}` : ''))
    .join();
