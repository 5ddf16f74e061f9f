import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/** Makes or replaces a file of our own: for its owner only, flushed, and never seen half. */
export async function putPrivate(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
