import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWhole } from '../tools/files/read-bytes.ts';
import type { SkillFile } from './skill-files.ts';

/** A copy that is whole but has not taken its place. */
export interface Staged {
  /** Where it lies until then. */
  draft: string;
  /** Takes the place, and what was there goes. */
  put(): Promise<void>;
  /** Removes what is left of the copy and of what it replaced. */
  discard(): Promise<void>;
}

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Copies the files of a skill (as they were checked) into `root` under a hidden name, which nobody takes for a skill. Throws
 * what the file system throws, and then leaves nothing.
 */
export async function stageSkill(
  from: string,
  files: readonly SkillFile[],
  root: string,
  name: string,
): Promise<Staged> {
  const target = join(root, name);
  const mark = randomUUID().slice(0, 8);
  const draft = join(root, `.${name}.${mark}`);
  const old = join(root, `.${name}.old-${mark}`);
  const discard = async (): Promise<void> => {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  };
  try {
    await mkdir(draft, { mode: 0o755 });
    for (const file of files) await copyOne(join(from, file.path), join(draft, file.path), file);
  } catch (error) {
    await discard();
    throw error;
  }
  const put = async (): Promise<void> => {
    const before = await lstat(target).catch(() => undefined);
    if (before) await rename(target, old);
    try {
      await rename(draft, target);
    } catch (error) {
      if (before) await rename(old, target);
      throw error;
    }
  };
  return { draft, put, discard };
}

/** Of the mode only whether it can be run is kept. */
async function copyOne(from: string, to: string, { kind, target, executable }: SkillFile): Promise<void> {
  if (kind === 'folder') await mkdir(to, { mode: 0o755 });
  else if (kind === 'link') await symlink(target, to);
  else {
    const read = await readWhole(from, MOST_BYTES);
    if (!read.ok) throw new Error(`${from} ${read.why}`);
    await writeFile(to, read.bytes, { flag: 'wx', mode: 0o644 });
    if (executable) await chmod(to, 0o755);
  }
}
