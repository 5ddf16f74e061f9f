import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { commandLine } from '../errors/command-line.ts';
import { fromForeign } from '../errors/foreign.ts';
import { userError } from '../errors/hermes-error.ts';

/** Text of a file, or undefined where there is none. Throws the given code when it cannot be read as UTF-8. */
export async function readText(
  file: string,
  code: 'config.unreadable' | 'env.unreadable',
): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === 'ENOENT') return undefined;
    throw userError(code, `cannot read ${file}: ${READ_REASONS[reason ?? ''] ?? reason}`, {
      where: { file },
      try: [
        reason === 'EACCES' || reason === 'EPERM' ? commandLine('chmod', 'u+r', file) : `Make ${file} a text file.`,
      ],
      cause: error,
    });
  }
  const text = bytes.toString('utf8');
  if (text.includes('\0') || !Buffer.from(text, 'utf8').equals(bytes)) {
    throw userError(code, `${file} is not UTF-8 text`, {
      where: { file },
      try: ['Save it as UTF-8 in your editor.'],
    });
  }
  return text;
}

const READ_REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ELOOP: 'its symbolic links form a circle',
};

/** The same for a file that is to be replaced: throws `config.edit-refused` for a pipe or device, which is not read. */
export async function readForEdit(
  file: string,
  code: 'config.unreadable' | 'env.unreadable',
): Promise<string | undefined> {
  await refuseSpecial(file);
  return readText(file, code);
}

/** Only what belongs to its owner alone may hold secrets, so that is how new files are made. */
const PRIVATE = 0o600;

/**
 * Replaces a file as a whole: temporary file beside the target, fsync, rename. Symbolic links are followed, mode and
 * owner kept; a new file has mode 0600. `expected` is what was read before (undefined: no file): when the file holds
 * anything else by now, nothing is written and `config.changed-meanwhile` is thrown. A pipe or device is never replaced
 * (`config.edit-refused`). The folder must be there; rewrite.ts sees to that, and that no other hermes comes between.
 */
export async function replaceFile(file: string, text: string, expected: string | undefined): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await refuseSpecial(file);
  const target = await followLink(file);
  try {
    const now = await readFile(target, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (now !== expected) {
      throw userError('config.changed-meanwhile', `${file} was changed by another program just now`, {
        where: { file },
        try: ['Run the command again.'],
      });
    }
    await writeFileAtomic(target, text, expected === undefined ? { mode: PRIVATE } : {});
  } catch (error) {
    throw writeError(error, file);
  }
}

/** What went wrong while a file was written, told of that file and not of a temporary one beside it. */
export function writeError(error: unknown, file: string): unknown {
  if ((error as NodeJS.ErrnoException).syscall) Object.assign(error as Error, { path: file });
  return fromForeign(error) ?? error;
}

/** Pipes, sockets and devices: renaming a file over `/dev/null` would take it from the whole machine. */
async function refuseSpecial(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found || found.isFile() || found.isDirectory()) return;
  throw userError('config.edit-refused', `${file} is no regular file, so it is not replaced`, {
    where: { file },
    try: ['Point it to a regular file, or remove it: a new one is then made.'],
  });
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
