import { opendir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { isInside } from '../../tools/shell/environment.ts';
import { otherName } from '../other-name.ts';
import { isSecret } from '../secrets.ts';
import { isGlob } from './glob.ts';
import { expand, MOST_ENTRIES, type Reach, whyNotAltered } from './look-at-files.ts';

export interface SearchOptions {
  place: Reach;
  /** False: files and folders whose names begin with a dot are left out by the program. */
  hidden: boolean;
  /** It reads .gitignore and the like: a line with `!` in one of them brings hidden files back. */
  ignores?: boolean;
  /** Symbolic links are followed. */
  links: boolean;
  /** Only files of these names (`*.EXT` or whole ones) are opened; empty: all. */
  only: readonly string[];
}

/** Why a folder is not searched through unasked: it is outside the workspace, or files with secrets are below it. */
export async function whyNotSearch(text: string, cwd: string, options: SearchOptions): Promise<string | undefined> {
  if (isGlob(text) && text.includes('*/')) return 'a pattern of folders is searched through';
  const path = resolve(cwd, text);
  for (const place of isGlob(text) ? await expand(path) : [path]) {
    const real = await realpath(place).catch(() => place);
    if (!isInside(real, options.place.workspace)) return `\`${text}\` is outside the workspace and is searched through`;
    const hidden = options.hidden || (options.ignores === true && (await bringsBack(aboveOf(real))));
    const found = await walk(text, real, { ...options, hidden });
    if (found.why !== undefined) return found.why;
    if (hidden || !options.ignores || !(await bringsBack(found.ignoring))) continue;
    const again = await walk(text, real, { ...options, hidden: true });
    if (again.why !== undefined) return again.why;
  }
  return undefined;
}

const IGNORING = ['.gitignore', '.ignore', '.rgignore'];

/** Of the folders above, which count as well. */
const aboveOf = (folder: string): string[] => {
  const own = [...IGNORING, '.git/info/exclude'].map((name) => join(folder, name));
  return dirname(folder) === folder ? own : [...own, ...aboveOf(dirname(folder))];
};

async function bringsBack(files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (/^[ \t]*!/m.test(text)) return true;
  }
  return false;
}

async function walk(
  text: string,
  from: string,
  { place, hidden, links, only }: SearchOptions,
): Promise<{ why?: string; ignoring: string[] }> {
  const ignoring: string[] = [];
  const open = [from];
  let left = MOST_ENTRIES;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await opendir(folder).catch(() => undefined);
    if (!entries) continue;
    for await (const entry of entries) {
      left -= 1;
      const full = join(folder, entry.name);
      if (left < 0) return { why: `\`${text}\` holds too many files to see whether one has secrets`, ignoring };
      if (IGNORING.includes(entry.name)) ignoring.push(full);
      if (entry.name === '.git') ignoring.push(join(full, 'info/exclude'));
      if (!hidden && entry.name.startsWith('.')) continue;
      if (entry.isSymbolicLink() && links)
        return { why: `\`${text}\` holds symbolic links, which are followed`, ignoring };
      if (entry.isDirectory()) {
        if (entry.name === 'node_modules') continue;
        const inGit = entry.name === '.git' ? await secretInGit(full, links) : undefined;
        if (inGit) return { why: `\`${relative(place.workspace, inGit)}\` may hold a password`, ignoring };
        if (entry.name !== '.git') open.push(full);
        continue;
      }
      if (!isOpened(entry.name, only)) continue;
      if (isSecret(full))
        return {
          why: `\`${relative(place.workspace, full)}\`, a file with secrets, would be searched through`,
          ignoring,
        };
      const other = otherName(full);
      if (other) return { why: `\`${relative(place.workspace, full)}\` would be searched through: ${other}`, ignoring };
      const altered = await whyNotAltered(full, place);
      if (altered) return { why: altered, ignoring };
    }
  }
  return { ignoring };
}

const isOpened = (name: string, only: readonly string[]): boolean =>
  only.length === 0 ||
  only.some((one) => (one.startsWith('*') ? name.toLowerCase().endsWith(one.slice(1).toLowerCase()) : name === one));

/** The first file there that holds a password; `.git` is else what was committed, and packed. Also of submodules. */
async function secretInGit(git: string, links: boolean): Promise<string | undefined> {
  let left = MOST_ENTRIES;
  const open = [git];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await opendir(folder).catch(() => undefined);
    if (!entries) continue;
    for await (const entry of entries) {
      const full = join(folder, entry.name);
      left -= 1;
      if (left < 0 || (entry.isSymbolicLink() && links)) return full;
      if (entry.isDirectory()) {
        if (entry.name !== 'objects') open.push(full);
      } else if (/^config/.test(entry.name) ? await hasPassword(full) : isSecret(full)) return full;
    }
  }
  return undefined;
}

async function hasPassword(config: string): Promise<boolean> {
  const text = await readFile(config, 'utf8').catch(() => '');
  return /:\/\/[^/\s]{1,400}@|token|password|extraheader/i.test(text);
}
