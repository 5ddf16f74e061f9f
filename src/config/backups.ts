import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { commandLine } from '../errors/command-line.ts';
import { fromForeign } from '../errors/foreign.ts';
import { userError } from '../errors/hermes-error.ts';

/** How many are kept of one file. */
export const BACKUPS_KEPT = 5;

export interface Backup {
  /** Its file name, by which it is restored. */
  name: string;
  /** When it was made: ISO 8601, UTC, with milliseconds. */
  time: string;
  bytes: number;
}

/** The backups of a file, the newest first; none where the folder is missing. */
export async function listBackups(folder: string, file: string): Promise<Backup[]> {
  const prefix = await prefixOf(folder, file);
  const names = (await namesIn(folder)).filter((name) => timeIn(name, prefix) !== undefined);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const stats = await stat(join(folder, name)).catch(() => undefined);
      return stats ? [{ name, time: timeIn(name, prefix) ?? '', bytes: stats.size }] : [];
    }),
  );
  return found.flat().reverse();
}

/** The content of one backup. Throws `config.no-backup` where there is none of that name, or none at all. */
export async function readBackup(
  folder: string,
  file: string,
  name: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  const backups = await listBackups(folder, file);
  // Only names from the list are opened, so a name with a path in it leads nowhere.
  const backup = name === 'latest' ? backups[0] : backups.find((it) => it.name === name);
  const bytes = backup && (await readFile(join(folder, backup.name)).catch(() => undefined));
  if (backup && bytes) return { name: backup.name, bytes };
  throw userError('config.no-backup', backups.length ? `there is no backup ${name}` : `${file} has no backups`, {
    where: { file: folder },
    try: [commandLine('hermes', 'config', 'backup', 'list')],
  });
}

/**
 * Keeps the bytes that a file had: 0600, in a folder for its owner only, flushed to the disk. The caller holds the
 * file's lock. Afterwards it calls `prune` when the file was replaced, or `drop` when it was not.
 * Throws `home.not-writable`.
 */
export async function keepBackup(folder: string, file: string, bytes: Uint8Array) {
  const { ensureOps, putFile } = await import('../state/index.ts');
  try {
    await ensureOps(dirname(resolve(folder)), basename(folder));
    const prefix = await prefixOf(folder, file);
    const newest = (await listBackups(folder, file))[0];
    // Never older than the newest, whatever the clock says: it must not be the first to go.
    const time = Math.max(Date.now(), newest ? Date.parse(newest.time) + 1 : 0);
    const path = join(folder, nameAt(prefix, time));
    if (!(await putFile(path, bytes))) throw userError('home.not-writable', `cannot write ${path}`);
    return {
      drop: () => rm(path, { force: true }).catch(() => undefined),
      prune: () => prune(folder, file),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall) Object.assign(error as Error, { path: folder });
    throw fromForeign(error) ?? error;
  }
}

/** Removes all but the newest, and what a killed process left unfinished. Never fails: too many do no harm. */
async function prune(folder: string, file: string): Promise<void> {
  const prefix = await prefixOf(folder, file);
  const old = (await listBackups(folder, file)).slice(BACKUPS_KEPT).map(({ name }) => name);
  // The lock is held, so nobody is writing these.
  const drafts = (await namesIn(folder)).filter(
    (name) => timeIn(name, prefix) === undefined && timeIn(name.slice(0, -37), prefix) !== undefined,
  );
  for (const name of [...old, ...drafts]) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/**
 * What the names of a file's backups begin with. A file that lies in the home to which the folder belongs
 * (`HOME/ops/backups`) has its own name, as in `config.yaml.2026-01-31T10-20-30-400Z`; any other also the first 10
 * digits of the SHA-256 of its absolute path, as in `config.yaml-1f0a2b3c4d.2026-…`.
 */
async function prefixOf(folder: string, file: string): Promise<string> {
  const at = await realFolder(dirname(resolve(file)));
  const name = basename(file);
  if (at === (await realFolder(dirname(dirname(resolve(folder)))))) return `${name}.`;
  const hash = createHash('sha256').update(join(at, name)).digest('hex').slice(0, 10);
  return `${name.replaceAll(/[^\w.-]/g, '_').slice(0, 80)}-${hash}.`;
}

const realFolder = (path: string): Promise<string> => realpath(path).catch(() => path);

/** Without colons, which Windows does not allow in names; sorted by name is sorted by time. */
const nameAt = (prefix: string, time: number): string =>
  prefix + new Date(time).toISOString().replaceAll(':', '-').replace('.', '-');

/** The time in a backup's name; undefined where it is no backup of that file. */
function timeIn(name: string, prefix: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/.exec(
    name.startsWith(prefix) ? name.slice(prefix.length) : '',
  );
  return found ? `${found[1]}:${found[2]}:${found[3]}.${found[4]}Z` : undefined;
}
