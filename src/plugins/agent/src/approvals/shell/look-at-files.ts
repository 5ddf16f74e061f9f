import { opendir, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isInside } from '../../tools/shell/environment.ts';
import { isSecret } from '../secrets.ts';
import { isGlob, mayBoth } from './glob.ts';

/** Most entries that are looked at below a folder that is searched through. */
const MOST_ENTRIES = 20_000;

/** What opening a file of this name does, besides showing what is in it. Undefined: nothing. */
export function whyNotOpen(path: string): string | undefined {
  if (/^\/dev\/(?!(?:null|stdin|stdout|stderr)$)/.test(path)) return `\`${path}\` is a device`;
  if (/^\/(?:proc|sys)\/.*[*?[]/.test(path)) return `a pattern below \`${path.slice(0, 5)}\``;
  return undefined;
}

/** What may be shown. */
export interface Reach {
  workspace: string;
  home: string;
  /** Further folders: where outputs and notes of this program lie. */
  readable?: readonly string[] | undefined;
}

/** Of the system, and no secret of anybody. Symbolic links among them are the system's own. */
const SYSTEM_FILES = new Set(
  [
    ...['os-release', 'lsb-release', 'debian_version', 'hostname', 'hosts', 'passwd', 'group', 'issue', 'timezone'],
    ...['resolv.conf', 'fstab', 'shells', 'services', 'protocols', 'nsswitch.conf', 'locale.gen', 'machine-id'],
  ]
    .map((name) => `/etc/${name}`)
    .concat(
      'cpuinfo meminfo loadavg version uptime stat mounts swaps filesystems cmdline diskstats vmstat modules partitions self/status self/limits'
        .split(' ')
        .map((name) => `/proc/${name}`),
      ['/dev/null', '/dev/stdin', '/usr/lib/os-release'],
    ),
);
const SYSTEM_FOLDERS = ['/usr/share', '/usr/include', '/sys/class', '/sys/devices', '/sys/block', '/proc/driver'];
const OWN_FILES = ['config.yaml', 'SOUL.md'];
const OWN_FOLDERS = ['ops', 'skills', 'memories', 'logs'];

/**
 * Why the content of a file (or of all that match a pattern) is not shown unasked: it is one with secrets or outside of
 * what may be shown, by its own name or where symbolic links lead, or it is no ordinary file. `text` is as bash hands it
 * on; `cwd` where it counts from.
 */
export async function whyNotShow(text: string, cwd: string, reach: Reach): Promise<string | undefined> {
  const path = resolve(cwd, text);
  const special = whyNotOpen(path);
  if (special) return special;
  if (isSecret(path)) return `\`${text}\` ${isGlob(text) ? 'may match files' : 'is a file'} with secrets`;
  // With its dots: `link/..` is not where the link stands.
  const raw = text.startsWith('/') ? text : `${cwd}/${text}`;
  const real = await realFolders(reach);
  for (const place of isGlob(text) ? [path.replace(/[^/]*[*?[].*$/s, ''), ...(await expand(raw))] : [raw]) {
    if (SYSTEM_FILES.has(resolve(place))) continue;
    const goal = await target(place);
    if (isSecret(goal)) return `\`${text}\` leads to a file with secrets`;
    const where = whyNotOpen(goal);
    if (where) return where;
    if (!real.some((folder) => isInside(goal, folder))) return `\`${text}\` is outside the workspace`;
  }
  return undefined;
}

async function realFolders({ workspace, home, readable = [] }: Reach): Promise<string[]> {
  const own = [...OWN_FILES, ...OWN_FOLDERS].map((name) => join(home, '.hermes', name));
  return Promise.all(
    [workspace, ...readable, ...own, ...SYSTEM_FOLDERS].map((folder) => realpath(folder).catch(() => folder)),
  );
}

/** Where a path leads, also one of a link to something that does not exist yet. */
async function target(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  // Nobody knows what dots behind a folder that is not there mean once it is.
  const folder = await realpath(dirname(path)).catch(() => (path.includes('/..') ? '/' : resolve(dirname(path))));
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? join(folder, basename(path)) : resolve(folder, link);
}

/** Existing paths that match a pattern; at most `MOST_ENTRIES` entries are looked at. */
async function expand(pattern: string): Promise<string[]> {
  let found = [''];
  for (const name of pattern.split('/').filter((part) => part !== '')) {
    if (!isGlob(name)) {
      found = found.map((folder) => `${folder}/${name}`);
      continue;
    }
    const next: string[] = [];
    for (const folder of found) {
      const entries = await readdir(folder || '/').catch(() => []);
      next.push(...entries.filter((entry) => mayBoth(entry, name)).map((entry) => `${folder}/${entry}`));
      if (next.length > MOST_ENTRIES) return next;
    }
    found = next;
  }
  return found;
}

export interface SearchOptions {
  workspace: string;
  /** Files and folders whose names begin with a dot are left out by the program. */
  hidden: boolean;
  /** Symbolic links are followed. */
  links: boolean;
  /** Only files that match one of these are opened. */
  only: readonly string[];
}

/** Why a folder is not searched through unasked: it is outside the workspace, or files with secrets are below it. */
export async function whyNotSearch(
  text: string,
  cwd: string,
  { workspace, hidden, links, only }: SearchOptions,
): Promise<string | undefined> {
  if (isGlob(text) && text.includes('*/')) return 'a pattern of folders is searched through';
  const path = resolve(cwd, text);
  for (const place of isGlob(text) ? await expand(path) : [path]) {
    const real = await realpath(place).catch(() => place);
    if (!isInside(real, workspace)) return `\`${text}\` is outside the workspace and is searched through`;
    let left = MOST_ENTRIES;
    const open = [real];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const entries = await opendir(folder).catch(() => undefined);
      if (!entries) continue;
      for await (const entry of entries) {
        left -= 1;
        if (left < 0) return `\`${text}\` holds too many files to see whether one has secrets`;
        if (!hidden && entry.name.startsWith('.')) continue;
        const full = join(folder, entry.name);
        if (entry.name === 'node_modules') continue;
        if (entry.name === '.git') {
          if (await hasPassword(join(full, 'config')))
            return `\`${relative(workspace, full)}/config\` holds a password`;
          continue;
        }
        if (entry.isSymbolicLink() && links) return `\`${text}\` holds symbolic links, which are followed`;
        if (entry.isDirectory()) open.push(full);
        else if (isSecret(full) && (only.length === 0 || only.some((one) => mayBoth(entry.name, one))))
          return `\`${relative(workspace, full)}\`, a file with secrets, would be searched through`;
      }
    }
  }
  return undefined;
}

/** The rest of `.git` is what was committed, and packed. */
async function hasPassword(config: string): Promise<boolean> {
  const text = await readFile(config, 'utf8').catch(() => '');
  return /:\/\/[^/\s]{1,400}@|token|password|extraheader/i.test(text);
}
