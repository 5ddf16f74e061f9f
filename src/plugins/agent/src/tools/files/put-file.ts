import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, readlink, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Makes or replaces the file at a real path: a draft in the same folder, flushed, then renamed, so that nobody ever sees
 * half of it. Mode and, where the system lets us, owner are kept. A link that has taken the place of the file or of a folder above it
 * is not followed: the first is replaced, for the second it throws.
 */
export async function putFile(real: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(real), { recursive: true });
  const folder = await pin(dirname(real));
  const draft = join(folder.path, `.${basename(real).slice(0, 60)}.${randomUUID().slice(0, 8)}`);
  const target = join(folder.path, basename(real));
  try {
    const old = await stat(real).catch(() => undefined);
    const handle = await open(draft, 'wx', 0o666);
    try {
      await handle.writeFile(bytes);
      if (old) {
        await handle.chown(old.uid, old.gid).catch(() => undefined);
        await handle.chmod(old.mode & 0o7777);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
    await folder.handle?.close();
  }
}

/**
 * A path that goes on leading to this very folder, whatever happens to its name: on Linux through the open folder itself
 * (proc(5), `/proc/PID/fd`). Elsewhere only the moment of opening is checked.
 */
async function pin(folder: string): Promise<{ path: string; handle?: FileHandle }> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (process.platform !== 'linux') {
    await handle.close();
    return { path: folder };
  }
  const own = `/proc/self/fd/${handle.fd}`;
  const now = await readlink(own).catch(() => folder);
  if (now === folder) return { path: own, handle };
  await handle.close();
  throw new Error(`${folder} has become a link to ${now}`);
}
