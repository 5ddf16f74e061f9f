import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, lstat, rm, writeFile } from 'node:fs/promises';

/** What `link` says on file systems that have no hard links, such as exFAT. */
const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Makes a file that appears with its whole content or not at all; false, and nothing is changed, where that name is
 * taken. Two that make it at the same time do not mix: one of them gets false. On a file system without hard links it
 * may be seen for a moment before its content is there. Errors of the file system pass through.
 */
export async function createFile(
  file: string,
  text: string,
  options: { mode?: number; flush?: boolean } = {},
): Promise<boolean> {
  if (await isTaken(file)) return false;
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { ...options, flag: 'wx' });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (!NO_LINKS.has(error.code ?? '')) throw error;
      return copyFile(draft, file, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // The name of the draft would tell nobody anything.
    throw Object.assign(error as Error, { path: file });
  } finally {
    await rm(draft, { force: true });
  }
}

/** True for a link that leads nowhere as well. */
const isTaken = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );
