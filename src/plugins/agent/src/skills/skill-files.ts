import { createHash } from 'node:crypto';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readWhole } from '../tools/files/read-bytes.ts';
import { isInside } from '../tools/shell/environment.ts';
import { byCodePoint } from './find-folders.ts';

export interface SkillFile {
  /** Relative to the skill's folder. */
  path: string;
  kind: 'file' | 'link' | 'folder';
  /** Bytes. */
  size: number;
  executable: boolean;
  /** Where a link says that it leads. */
  target: string;
}

export interface SkillFiles {
  files: SkillFile[];
  /** What no skill may hold or cannot be looked at, each with its path. */
  faults: { path: string; message: string }[];
}

/** What one skill may hold. */
const MOST_FILES = 1_000;
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_LEVELS = 8;

/**
 * Everything in a skill's folder but what git keeps in `.git`, in order of paths. Links that stay inside are listed and not
 * followed; those that lead out, devices, pipes, and more than a skill may hold are faults. `folder` is a real path.
 */
export async function skillFiles(folder: string): Promise<SkillFiles> {
  const files: SkillFile[] = [];
  const faults: SkillFiles['faults'] = [];
  let bytes = 0;
  const enter = async (below: string, level: number): Promise<void> => {
    let names: string[];
    try {
      names = (await readdir(join(folder, below))).sort(byCodePoint);
    } catch {
      faults.push({ path: below || '.', message: 'the folder may not be read' });
      return;
    }
    for (const name of names) {
      if (name === '.git') continue;
      const path = below === '' ? name : `${below}/${name}`;
      if (files.length >= MOST_FILES || level > MOST_LEVELS || bytes > MOST_BYTES) return;
      const stat = await lstat(join(folder, path)).catch(() => undefined);
      const executable = stat?.isFile() === true && (stat.mode & 0o111) !== 0;
      const entry = { path, size: stat?.isFile() ? stat.size : 0, executable, target: '' };
      bytes += entry.size;
      if (stat?.isDirectory()) {
        files.push({ ...entry, kind: 'folder' });
        await enter(path, level + 1);
      } else if (stat?.isSymbolicLink()) {
        const target = await readlink(join(folder, path)).catch(() => '');
        if (await leadsOut(folder, path, target)) faults.push({ path, message: 'a link that leads out of the folder' });
        else files.push({ ...entry, kind: 'link', target });
      } else if (stat?.isFile()) files.push({ ...entry, kind: 'file' });
      else faults.push({ path, message: 'neither a file nor a folder' });
    }
  };
  await enter('', 1);
  if (files.length >= MOST_FILES) faults.push({ path: '.', message: `more than ${MOST_FILES} files` });
  if (bytes > MOST_BYTES) faults.push({ path: '.', message: `more than ${MOST_BYTES / 1024 / 1024} MiB` });
  if (files.some(({ path }) => path.split('/').length > MOST_LEVELS))
    faults.push({ path: '.', message: `folders more than ${MOST_LEVELS} levels deep` });
  return { files, faults };
}

/** Also one that leads nowhere, or by the folder's absolute path: neither survives being copied. */
async function leadsOut(folder: string, path: string, target: string): Promise<boolean> {
  const real = await realpath(join(folder, path)).catch(() => undefined);
  return real === undefined || isAbsolute(target) || !isInside(real, folder);
}

/** A skill's files with their SHA-256, and one hash over all of them, links and modes included. */
export type Fingerprint = { ok: true; hash: string; files: ReadonlyMap<string, string> } | { ok: false; why: string };

export async function fingerprint(folder: string): Promise<Fingerprint> {
  const { files, faults } = await skillFiles(folder);
  const [fault] = faults;
  if (fault) return { ok: false, why: `${fault.path}: ${fault.message}` };
  const all = createHash('sha256');
  const sums = new Map<string, string>();
  for (const { path, kind, executable, target } of files) {
    let sum = target;
    if (kind === 'file') {
      const read = await readWhole(join(folder, path), MOST_BYTES);
      if (!read.ok) return { ok: false, why: `${path} ${read.why}` };
      sum = sha256(read.bytes);
      sums.set(path, sum);
    }
    all.update(JSON.stringify([path, kind, executable, sum]));
  }
  return { ok: true, hash: all.digest('hex'), files: sums };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
