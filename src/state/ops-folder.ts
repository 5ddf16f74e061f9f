import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes `$HERMES_HOME/ops` or a folder below it, readable by its owner only and invisible to git, because people keep
 * their `~/.hermes` in a repository. Returns the folder. Errors of the file system pass through.
 */
export async function ensureOps(ops: string, ...below: string[]): Promise<string> {
  const folder = join(ops, ...below);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(ops, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return folder;
}
