import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userError } from '../errors/hermes-error.ts';
import { readBackup } from './backups.ts';
import { readForEdit, refuseSpecial } from './read-file.ts';
import { readBytes, type UnreadableCode } from './text-encoding.ts';
import { followLink, replaceFile, type WriteOptions, type Written, writeError } from './write.ts';

/**
 * Replaces a file by what `edit` makes of it (undefined: no file). While it is read and written no other hermes writes
 * it, so no value is lost. `edit` is pure: it runs a second time when the file has changed since it was first read.
 * Nothing is made or locked where `edit` throws or changes nothing.
 * Throws the given code, `config.encoding`, `config.edit-refused`, `config.locked`, `config.changed-meanwhile`,
 * `home.not-writable`.
 */
export async function rewriteFile<T extends { text: string }>(
  file: string,
  code: UnreadableCode,
  edit: (before: string | undefined) => T,
  options: WriteOptions = {},
): Promise<T & { changed: boolean } & Written> {
  const first = await readForEdit(file, code);
  const planned = edit(first);
  if (planned.text === (first ?? '')) return { ...planned, changed: false };
  return whileLocked(file, async () => {
    const before = await readForEdit(file, code);
    const edited = before === first ? planned : edit(before);
    const changed = edited.text !== (before ?? '');
    const written = changed ? await replaceFile(file, edited.text, before, options) : {};
    return { ...edited, changed, ...written };
  });
}

/**
 * Puts a backup back, byte for byte, whatever the file holds now; that is kept as a backup, too, so that restoring the
 * latest once more undoes it. `name` is a backup's name or `latest`. Throws `config.no-backup` and what `rewriteFile`
 * throws about writing.
 */
export async function restoreBackup(
  folder: string,
  file: string,
  name: string,
): Promise<{ name: string; changed: boolean } & Written> {
  await readBackup(folder, file, name);
  return whileLocked(file, async () => {
    await refuseSpecial(file);
    const now = await readBytes(file, 'config.unreadable');
    const backup = await readBackup(folder, file, name);
    if (now?.equals(backup.bytes)) return { name: backup.name, changed: false };
    const written = await replaceFile(file, backup.bytes, now, { backups: folder });
    return { name: backup.name, changed: true, ...written };
  });
}

/**
 * Runs `work` while holding `FILE.lock`. It lies beside the file itself, where the new one is written as well, so that
 * two homes with links to one file exclude each other. Makes the folder where it is missing.
 * Throws `config.locked` when another hermes does not let go in time.
 */
export async function whileLocked<T>(file: string, work: () => Promise<T>, patienceMs = 10_000): Promise<T> {
  const { makeFolder, withLock } = await import('../state/index.ts');
  const lock = `${await followLink(file)}.lock`;
  const signal = AbortSignal.timeout(patienceMs);
  try {
    await makeFolder(dirname(lock));
    return await withLock(lock, { signal }, work);
  } catch (error) {
    if (signal.aborted && (error as Error).name === 'AbortError') throw await locked(file, lock, error);
    throw writeError(error, file);
  }
}

async function locked(file: string, lock: string, cause: unknown): Promise<Error> {
  const [pid = ''] = (await readFile(lock, 'utf8').catch(() => '')).split(' ');
  return userError('config.locked', `${file} is being written by another hermes${pid && ` (process ${pid})`}`, {
    where: { file },
    try: [`Wait for it to end, or end it${pid && `: kill ${pid}`}`, 'Then run the command again.'],
    cause,
  });
}
