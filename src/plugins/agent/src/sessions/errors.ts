import type { ErrorOptions, UserError } from '@hermes-ops/contract';

/** The core's brand of errors that a user can mend; the store is opened without a host at hand. */
const BRAND = Symbol.for('hermes.user-error');

/** A UserError of the session store. Exit code 1 unless told otherwise. */
export function sessionError(code: `agent.${string}`, message: string, options: ErrorOptions = {}): UserError {
  const { cause, exit = 1, where, try: hints = [] } = options;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { [BRAND]: true, code, exit, try: hints, ...(where ? { where } : {}) }) as UserError;
}

export const notFound = (id: string): UserError =>
  sessionError('agent.session-not-found', `there is no session \`${id}\``, { exit: 2, try: ['hermes sessions list'] });

/** What SQLite says (https://www.sqlite.org/rescode.html), by the first part of its name. */
const REASONS: Record<string, [`agent.${string}`, string, string]> = {
  FULL: [
    'agent.sessions-disk-full',
    'the file of the sessions cannot grow: the disk is full',
    'Free some space on that disk.',
  ],
  READONLY: [
    'agent.sessions-not-writable',
    'the file of the sessions cannot be written: it or its folder is read-only',
    'Correct the permissions, or name another home with --home DIR.',
  ],
  CANTOPEN: [
    'agent.sessions-not-writable',
    'the file of the sessions cannot be opened',
    'Correct the permissions, or name another home with --home DIR.',
  ],
  PERM: [
    'agent.sessions-not-writable',
    'the file of the sessions may not be opened',
    'Correct the permissions, or name another home with --home DIR.',
  ],
  BUSY: [
    'agent.sessions-busy',
    'another program has kept the file of the sessions locked',
    'Wait until the other hermes has ended, then run the command again.',
  ],
  CORRUPT: [
    'agent.sessions-damaged',
    'the file of the sessions is damaged: SQLite cannot read it',
    `Move it, and the files of the same name with -wal and -shm, to another place: a new one is made. \`sqlite3 FILE .recover\` may save what it holds.`,
  ],
  NOTADB: [
    'agent.sessions-damaged',
    'the file of the sessions is no SQLite file',
    'Move it to another place: a new one is made.',
  ],
  IOERR: [
    'agent.sessions-io',
    'reading or writing the file of the sessions failed',
    'Check the disk: free space, and the log of the system for errors.',
  ],
};

/** Runs a step of the store; what SQLite refuses becomes an error that names the file and what to do. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromSqlite(file, error) ?? error;
  }
}

function fromSqlite(file: string, error: unknown): UserError | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined;
  // What its index of the -wal file needs at once, which is refused only where nothing is free.
  const reason = REASONS[code === 'SQLITE_IOERR_SHMSIZE' ? 'FULL' : (code.split('_')[1] ?? '')];
  if (!reason) return undefined;
  const [ours, message, hint] = reason;
  const details = (error as Error).message;
  return sessionError(ours, `${message} (${details})`, { where: { file }, try: [hint], cause: error });
}
