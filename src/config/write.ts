import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fromForeign } from '../errors/foreign.ts';
import { userError } from '../errors/hermes-error.ts';
import { keepBackup } from './backups.ts';
import { refuseSpecial } from './read-file.ts';

export interface WriteOptions {
  /** Folder for backups (`<ops>/backups`). Left out: none are kept, and a file that no other can replace is refused. */
  backups?: string;
}

/** `inPlace`: no other file could take its place (a bind mount), so the new text was written into the file itself. */
export type Written = { inPlace?: true };

/**
 * Replaces a file as a whole (see `putFile` of the state room); with `backups` its old content is kept first. Symbolic links are
 * followed, mode and owner kept; a new file has mode 0600. `expected` is what was read before (undefined: no file):
 * when the file holds anything else by now, nothing is written and `config.changed-meanwhile` is thrown. A pipe or
 * device is never replaced, nor without backup a file that has to be written in place (`config.edit-refused`). Where
 * the backup cannot be written nothing is changed (`home.not-writable`). The folder must be there; rewrite.ts sees to
 * that, and that no other hermes comes between.
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  expected: string | Uint8Array | undefined,
  { backups }: WriteOptions = {},
): Promise<Written> {
  await refuseSpecial(file);
  const target = await followLink(file);
  const bytes = bytesOf(content);
  try {
    const now = await readFile(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (expected === undefined ? now !== undefined : !now?.equals(bytesOf(expected))) throw changedMeanwhile(file);
    const backup = now && backups !== undefined ? await keepBackup(backups, file, now) : undefined;
    const { putFile, putInPlace, sweepDrafts } = await import('../state/index.ts');
    const replaced = await putFile(target, bytes).catch(async (error) => {
      await backup?.drop();
      throw error;
    });
    if (!replaced) {
      if (!now || !backup) throw notReplaceable(file);
      await putInPlace(target, bytes, now);
    }
    await backup?.prune();
    await sweepDrafts(target);
    return replaced ? {} : { inPlace: true };
  } catch (error) {
    throw writeError(error, file);
  }
}

const bytesOf = (content: string | Uint8Array): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);

const changedMeanwhile = (file: string): Error =>
  userError('config.changed-meanwhile', `${file} was changed by another program just now`, {
    where: { file },
    try: ['Run the command again.'],
  });

const notReplaceable = (file: string): Error =>
  userError('config.edit-refused', `${file} can only be written in place, where a crash would cost its content`, {
    where: { file },
    try: ['It is mounted on its own or belongs to somebody else: mount its folder instead, or edit it yourself.'],
  });

/** What went wrong while a file was written, told of that file and not of a temporary one beside it. */
export function writeError(error: unknown, file: string): unknown {
  if ((error as NodeJS.ErrnoException).syscall) Object.assign(error as Error, { path: file });
  return fromForeign(error) ?? error;
}

/** The file behind a symbolic link, also where it does not exist yet. */
export async function followLink(file: string, depth = 0): Promise<string> {
  const isLink = await lstat(file).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  if (!isLink || depth > 40) return file;
  return followLink(resolve(dirname(file), await readlink(file)), depth + 1);
}
