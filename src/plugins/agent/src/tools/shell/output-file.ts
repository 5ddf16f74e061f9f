import { randomBytes } from 'node:crypto';
import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from './capture.ts';

/** A new file for its owner only. Opened for each piece: a job may write for days, and nobody has to close it. */
export async function openOutputFile(folder: string, name: string): Promise<OutputFile> {
  const path = join(folder, `${name}-${randomBytes(4).toString('hex')}.txt`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW } = constants;
  await (await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)).close();
  return {
    path,
    async append(text) {
      const handle = await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
      try {
        await handle.writeFile(text);
      } finally {
        await handle.close();
      }
    },
  };
}
