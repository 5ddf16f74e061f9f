import { join } from 'node:path';
import { createFile } from './create-file.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Makes `$HERMES_HOME/ops` or a folder below it, readable by its owner only and invisible to git, because people keep
 * their `~/.hermes` in a repository. Returns the folder. Errors of the file system pass through.
 */
export async function ensureOps(ops: string, ...below: string[]): Promise<string> {
  const folder = join(ops, ...below);
  await makeFolder(folder);
  await createFile(join(ops, '.gitignore'), '*\n');
  return folder;
}
