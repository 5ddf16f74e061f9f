import { chmodSync } from 'node:fs';

const NOBODY = 65_534;

/**
 * Runs `work` without root's right to ignore permissions: as root with another effective user id, else as it is. What
 * `work` imports lazily must have been loaded before, because the checkout may be closed to that user.
 */
export async function withoutRoot<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** Lets everybody look into a folder, so that only the permission under test decides. */
export const openToAll = (folder: string): void => chmodSync(folder, 0o755);
