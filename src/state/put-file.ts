import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Only what belongs to its owner alone may hold secrets, so that is how new files are made. */
const PRIVATE = 0o600;

/** What `rename` says of a file that is mounted on its own (as containers do), and of one on another file system. */
const NOT_RENAMED = new Set(['EBUSY', 'EXDEV']);

/**
 * Puts the bytes into a file (no link): a temporary file in the same folder, fsync, rename, fsync of the folder. After
 * a crash the file is the old or the new one. Mode and owner are kept; a new file has mode 0600.
 * Returns false, and the file is as it was, where no other file can take its place: it is mounted on its own, or its
 * owner could not be kept. Errors of the file system pass through.
 *
 * Not `write-file-atomic`: that takes what the kernel wrote at the first try for all there is, so that a disk just
 * running full cuts the file off; and it neither flushes the folder nor refuses a temporary file that is there already.
 */
export async function putFile(target: string, bytes: Uint8Array): Promise<boolean> {
  const old = await stat(target).catch(() => undefined);
  const draft = `${target}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', PRIVATE);
    try {
      await handle.writeFile(bytes);
      if (old && !(await takeOver(handle, old))) return false;
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (error) {
    if (NOT_RENAMED.has((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await flushFolder(dirname(target));
  return true;
}

/** Owner first, because changing it may take mode bits away. A group that is not ours to give is let go. */
async function takeOver(handle: FileHandle, old: Stats): Promise<boolean> {
  const now = await handle.stat();
  if (now.uid !== old.uid || now.gid !== old.gid) {
    const kept = await handle.chown(old.uid, old.gid).then(
      () => true,
      () => now.uid === old.uid,
    );
    if (!kept) return false;
  }
  await handle.chmod(old.mode & 0o7777);
  return true;
}

/**
 * Writes into the file itself. Where that fails half way the old bytes are put back as far as the disk allows; the
 * caller has a backup.
 */
export async function putInPlace(target: string, bytes: Uint8Array, old: Uint8Array): Promise<void> {
  const handle = await open(target, 'r+');
  try {
    await fill(handle, bytes).catch(async (error) => {
      await fill(handle, old).catch(() => undefined);
      throw error;
    });
  } finally {
    await handle.close();
  }
}

/** From the start, cut off behind: the file is never empty in between. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, done)).bytesWritten;
  }
  await handle.truncate(bytes.length);
  await handle.sync();
}

/** Makes a rename last. Some systems (Windows) and file systems cannot flush a folder; the rename is done all the same. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Of processes that were killed while they wrote; younger ones may belong to another machine that shares the folder. */
const STALE_MS = 10 * 60_000;
const DRAFT = /^\.(?:lock\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Removes temporary files of this file that nobody finishes any more. Never fails: it is only tidiness. */
export async function sweepDrafts(target: string): Promise<void> {
  const folder = dirname(target);
  const name = basename(target);
  const names = await readdir(folder).catch(() => []);
  for (const draft of names.filter((it) => it.startsWith(name) && DRAFT.test(it.slice(name.length)))) {
    const path = join(folder, draft);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(path, { force: true }).catch(() => undefined);
  }
}
