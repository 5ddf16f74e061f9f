import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SKILL_FILE } from './types.ts';

/** `skills/category/name` is two levels down. */
const MOST_LEVELS = 5;
/** Folders that are looked into. */
export const MOST_FOLDERS = 5_000;
/** Libraries bring files of others. */
const NEVER = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'vendor']);

/** Whether a folder of that name is passed over. */
export const isPassedOver = (name: string): boolean => name.startsWith('.') || NEVER.has(name);

/** A SKILL.md in other letters, which nobody finds who looks for that name. */
export const isMisnamed = (name: string): boolean =>
  name !== SKILL_FILE && name.toUpperCase() === SKILL_FILE.toUpperCase();

export const MISNAMED = `must be called ${SKILL_FILE}, in these letters`;

export interface FoundFolders {
  folders: string[];
  /** Folders whose SKILL.md is called so in other letters only (`skill.md`): no skills, and somebody should hear it. */
  misnamed: { folder: string; file: string }[];
  /** Every folder was looked into. */
  whole: boolean;
}

/**
 * Folders with a SKILL.md below a root, in order of their paths, so that the first of a name is always the same. A skill's
 * own folders are not looked into, nor are hidden ones and those of libraries. Links to folders are followed where `links`
 * says so, each folder once.
 */
export async function findFolders(root: string, { links }: { links: boolean }): Promise<FoundFolders> {
  const found: string[] = [];
  const misnamed: FoundFolders['misnamed'] = [];
  const seen = new Set<string>();
  let level = [root];
  let whole = true;
  for (let depth = 0; depth <= MOST_LEVELS && level.length > 0; depth += 1) {
    const looked = await Promise.all(level.map((folder) => look(folder, links, seen)));
    found.push(...looked.flatMap(({ skill }) => skill ?? []));
    misnamed.push(...looked.flatMap((one) => one.misnamed ?? []));
    const below = looked.flatMap(({ folders }) => folders);
    level = below.slice(0, Math.max(0, MOST_FOLDERS - seen.size));
    whole &&= level.length === below.length;
  }
  misnamed.sort((a, b) => byCodePoint(a.folder, b.folder));
  return { folders: found.sort(byCodePoint), misnamed, whole };
}

export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Look {
  skill?: string;
  misnamed?: FoundFolders['misnamed'][number];
  folders: string[];
}

async function look(folder: string, links: boolean, seen: Set<string>): Promise<Look> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || seen.has(real)) return { folders: [] };
  seen.add(real);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === SKILL_FILE)) return { skill: folder, folders: [] };
  const wanted = entries.filter(({ name }) => !isPassedOver(name));
  const folders = await Promise.all(wanted.map((entry) => folderOf(folder, entry, links)));
  const file = entries.find((entry) => entry.isFile() && isMisnamed(entry.name))?.name;
  return {
    ...(file === undefined ? {} : { misnamed: { folder, file } }),
    folders: folders.filter((one) => one !== undefined).sort(byCodePoint),
  };
}

async function folderOf(parent: string, entry: Dirent, links: boolean): Promise<string | undefined> {
  const path = join(parent, entry.name);
  if (entry.isDirectory()) return path;
  if (!links || !entry.isSymbolicLink()) return undefined;
  return (await stat(path).catch(() => undefined))?.isDirectory() ? path : undefined;
}
