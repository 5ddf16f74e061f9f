import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, each for its owner only. One level at a time, because Node's own
 * recursive `mkdir` reports a read-only file system as ENOENT and does not return at all below `/proc`.
 * Errors of the file system pass through; `path` is the folder that could not be made.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (await isFolder(folder)) return;
    // What lies above it is there, so the name itself is what the file system has no place for, as in `/proc`.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') Object.assign(error as Error, { code: 'EROFS' });
    throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
