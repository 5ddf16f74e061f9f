import { constants, type FileHandle, open, readlink } from 'node:fs/promises';
import { count } from '@hermes-ops/plugin-kit/numbers';

export type Opened = { ok: true; handle: FileHandle; size: number } | { ok: false; why: string; code: string };

/**
 * Opens an ordinary file for reading; whatever else lies there is not waited for. The path must be real: where a link has
 * come into it meanwhile, it is not followed.
 */
export async function openFile(real: string): Promise<Opened> {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  let handle: FileHandle;
  try {
    handle = await open(real, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ok: false, code, why: code === 'ELOOP' ? 'has become a symbolic link' : message };
  }
  const stat = await handle.stat();
  const refused = async (code: string, why: string): Promise<Opened> => {
    await handle.close();
    return { ok: false, code, why };
  };
  if (stat.isDirectory()) return refused('EISDIR', 'is a folder');
  if (!stat.isFile()) return refused('SPECIAL', 'is a pipe, socket or device, which cannot be read from start to end');
  if (!(await isStill(handle, real))) return refused('MOVED', 'has been moved while it was opened');
  return { ok: true, handle, size: stat.size };
}

/** Linux says where an open file lies: a folder above it may have been exchanged for a link in between. */
async function isStill(handle: FileHandle, real: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const now = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => real);
  return now === real;
}

/** The whole of a file of at most `limit` bytes. */
export async function readWhole(
  real: string,
  limit: number,
): Promise<{ ok: true; bytes: Buffer } | { ok: false; why: string; code: string }> {
  const opened = await openFile(real);
  if (!opened.ok) return opened;
  try {
    const bytes = Buffer.alloc(Math.min(opened.size, limit) + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < bytes.length; length += got) {
      got = (await opened.handle.read(bytes, length, bytes.length - length, length)).bytesRead;
    }
    if (length > limit) return { ok: false, code: 'EFBIG', why: `is larger than ${count(limit)} bytes` };
    return { ok: true, bytes: bytes.subarray(0, length) };
  } finally {
    await opened.handle.close();
  }
}
