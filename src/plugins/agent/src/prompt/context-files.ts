import { constants, existsSync } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headOf } from '../tools/cut-text.ts';

export interface ContextFile {
  /** As the user knows it: `SOUL.md`, `AGENTS.md`, `../AGENTS.md`. */
  name: string;
  path: string;
  text: string;
  /** Characters that did not fit. */
  cut: number;
}

/** Longest path of folders that is searched for AGENTS.md. */
const MAX_LEVELS = 12;

/**
 * Files that are put into the system prompt: `SOUL.md` of the home, then `AGENTS.md` of the repository's root down to
 * the working folder. Only plain files that do not lead out of the repository or the home; each is cut to `maxChars`.
 * What cannot be read is left out.
 */
export async function contextFiles(home: string, workspace: string, maxChars: number): Promise<ContextFile[]> {
  const soul = await readContext(join(home, 'SOUL.md'), 'SOUL.md', home, maxChars);
  const folders = foldersUp(workspace);
  const root = folders.at(-1) ?? workspace;
  const agents = await Promise.all(
    folders.toReversed().map((folder) => {
      const up = folders.indexOf(folder);
      return readContext(join(folder, 'AGENTS.md'), `${'../'.repeat(up)}AGENTS.md`, root, maxChars);
    }),
  );
  return [soul, ...agents].filter((file) => file !== undefined);
}

/** The working folder and those above it up to the repository's root; without a repository the folder alone. */
export function foldersUp(workspace: string): string[] {
  const folders = [workspace];
  for (let folder = workspace; folders.length <= MAX_LEVELS; ) {
    if (existsSync(join(folder, '.git'))) return folders;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
    folders.push(folder);
  }
  return [workspace];
}

async function readContext(
  path: string,
  name: string,
  inside: string,
  maxChars: number,
): Promise<ContextFile | undefined> {
  try {
    const real = await realpath(path);
    const base = await realpath(inside);
    // A repository must not bring a link to somebody's key into the prompt.
    if (real !== path && !real.startsWith(base.endsWith('/') ? base : `${base}/`)) return undefined;
    // A pipe of that name is not waited for.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat().then((found) => (found.isFile() ? found : { size: 0 }));
      if (size === 0) return undefined;
      const { buffer, bytesRead } = await handle.read({
        buffer: Buffer.alloc(Math.min(size, maxChars * 4)),
        position: 0,
      });
      const whole = buffer
        .toString('utf8', 0, bytesRead)
        .replace(/^\ufeff/, '')
        .trim();
      if (whole.includes('\0')) return undefined;
      const text = headOf(whole, maxChars);
      const cut = whole.length - text.length + Math.max(0, size - bytesRead);
      return text === '' ? undefined : { name, path, text: cut > 0 ? `${text}\n[cut here]` : text, cut };
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
