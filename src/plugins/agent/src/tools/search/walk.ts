import { readdir, readFile, stat } from 'node:fs/promises';
import { join, matchesGlob, relative } from 'node:path';
import { count } from '@hermes-ops/plugin-kit/numbers';
import ignore, { type Ignore } from 'ignore';
import type { Search } from './search.ts';

/** Never looked into, ignored or not. */
const SKIPPED = new Set(['.git', 'node_modules', '.hg', '.svn']);
const MOST_ENTRIES = 200_000;
const IGNORE_FILE = 1_000_000;

interface Rules {
  base: string;
  rules: Ignore;
}

/**
 * Files below the root that git would not ignore, in order of their names. Links are not followed. `onCut` is told where
 * there are too many of them to look at.
 */
export async function* walkFiles(search: Search, onCut: (why: string) => void): AsyncGenerator<string> {
  const { root, base, glob, allowed, signal } = search;
  const fits = (file: string) => glob === undefined || matchesName(relative(base, file), glob);
  if ((await stat(root)).isFile()) {
    if (allowed(root) && fits(root)) yield root;
    return;
  }
  let seen = 0;

  async function* folder(path: string, above: readonly Rules[]): AsyncGenerator<string> {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const rules = [...above, ...(await rulesOf(path))];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      seen += 1;
      if (seen > MOST_ENTRIES) onCut(`only the first ${count(MOST_ENTRIES)} files and folders were looked at`);
      if (signal.aborted || seen > MOST_ENTRIES) return;
      const file = join(path, entry.name);
      if (SKIPPED.has(entry.name) || isIgnored(file, entry.isDirectory(), rules)) continue;
      if (entry.isDirectory()) yield* folder(file, rules);
      else if (entry.isFile() && fits(file) && allowed(file)) yield file;
    }
  }
  yield* folder(root, []);
}

/** As in `.gitignore`: a pattern without a slash is about the name, in whatever folder. */
const matchesName = (path: string, glob: string): boolean =>
  matchesGlob(path, glob) || (!glob.includes('/') && matchesGlob(path.split('/').at(-1) ?? '', glob));

async function rulesOf(base: string): Promise<Rules[]> {
  const file = join(base, '.gitignore');
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > IGNORE_FILE) return [];
  return [{ base, rules: ignore().add(await readFile(file, 'utf8').catch(() => '')) }];
}

/** The nearest file that says anything about a path decides. */
function isIgnored(file: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { base, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(`${relative(base, file)}${isFolder ? '/' : ''}`);
    if (ignored || unignored) return ignored;
  }
  return false;
}
