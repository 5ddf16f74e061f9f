import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { UserError } from '@hermes-ops/contract';
import type { Database } from 'better-sqlite3';
import { guarded, sessionError } from './errors.ts';
import { APPLICATION_ID, migrate, SCHEMA_VERSION, versionOf } from './schema.ts';

type Driver = typeof import('better-sqlite3');

/** How long a writer waits for another process, in ms. Writes take milliseconds; only upkeep takes longer. */
const BUSY_MS = 20_000;

/** Several processes that make the file at the same moment can refuse each other at once, without waiting. */
const OPEN_TRIES = 50;

/**
 * Opens the file, and makes it where there is none (for its owner only; SQLite gives its companions the same mode). WAL,
 * and every commit is on the disk before it returns. Throws UserErrors: `agent.sessions-newer`, `-damaged`,
 * `-not-writable`, `-disk-full`, `-busy`, `agent.sqlite-missing`.
 */
export function openDatabase(file: string): Database {
  const Driver = loadDriver();
  makePrivate(file);
  for (let attempt = 1; ; attempt++) {
    let db: Database | undefined;
    try {
      db = guarded(file, () => new Driver(file, { timeout: BUSY_MS }));
      prepare(db, file);
      return db;
    } catch (error) {
      db?.close();
      if (attempt === OPEN_TRIES || (error as { code?: string }).code !== 'agent.sessions-busy') throw error;
      pause(20);
    }
  }
}

/**
 * Opens an existing file for reading alone: it is neither made nor brought up to date. Undefined where there is none, or
 * nothing in it yet. Throws UserErrors as `openDatabase` does.
 */
export function openInPlace(file: string): Database | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  const Driver = loadDriver();
  return guarded(file, () => {
    const db = new Driver(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    try {
      if (isOurs(db, file)) return db;
    } catch (error) {
      db.close();
      throw error;
    }
    db.close();
    return undefined;
  });
}

/** False for a file without anything in it. Throws `agent.sessions-newer`, `-damaged`. */
function isOurs(db: Database, file: string): boolean {
  const version = versionOf(db);
  if (version === 0) {
    if (holdsTables(db) && versionOf(db) === 0) throw foreignFile(file);
    return false;
  }
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw foreignFile(file);
  if (version > SCHEMA_VERSION) throw newerFile(file, version);
  return true;
}

function prepare(db: Database, file: string): void {
  guarded(file, () => {
    if (!isOurs(db, file)) {
      // How free pages are given back; works only before the first table.
      db.pragma('auto_vacuum = INCREMENTAL');
    }
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db);
  });
}

const holdsTables = (db: Database): boolean => db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined;

const foreignFile = (file: string): UserError =>
  sessionError('agent.sessions-damaged', 'the file of the sessions is a SQLite file, but not of hermes', {
    where: { file },
    try: ['Move it to another place: a new one is made.'],
  });

const newerFile = (file: string, version: number): UserError =>
  sessionError(
    'agent.sessions-newer',
    `the file of the sessions was written by a newer hermes (version ${version}; this one knows ${SCHEMA_VERSION})`,
    { where: { file }, try: ['Update hermes, then: hermes plugins install agent'] },
  );

/** Loaded here and nowhere else: most commands need no sessions, and a machine may lack the binary. */
function loadDriver(): Driver {
  try {
    return createRequire(import.meta.url)('better-sqlite3') as Driver;
  } catch (cause) {
    throw sessionError('agent.sqlite-missing', `better-sqlite3 cannot be loaded: ${(cause as Error).message}`, {
      cause,
      try: ['hermes plugins install agent', 'There are binaries for Linux, macOS and Windows on x64 and arm64.'],
    });
  }
}

/**
 * An existing file is never opened here: closing it again would drop the locks that SQLite holds on it in this process
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
function makePrivate(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) {
    if ((mode & 0o077) !== 0) chmodSync(file, 0o600);
    return;
  }
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Waits without giving other code of this process a turn. */
const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
