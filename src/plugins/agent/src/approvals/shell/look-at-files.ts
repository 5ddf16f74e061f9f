import { readdir, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isInside } from '../../tools/shell/environment.ts';
import { otherName } from '../other-name.ts';
import { isSecret } from '../secrets.ts';
import { isGlob, mayBoth } from './glob.ts';

/** Most entries that are looked at below a folder that is searched through. */
export const MOST_ENTRIES = 20_000;

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
  /** Whoever reads the output sees lines of the file as they are, so that the secrets in them are found and masked. */
  asItIs: boolean;
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
    const altered = await whyNotAltered(goal, reach);
    if (altered) return altered;
    const other = isInside(goal, reach.workspace) ? otherName(goal) : undefined;
    if (other) return `\`${text}\`: ${other}`;
    const where = whyNotOpen(goal);
    if (where) return where;
    if (!real.some((folder) => isInside(goal, folder))) return `\`${text}\` is outside the workspace`;
  }
  return undefined;
}

/** Of the home, they may hold keys, which are masked in what is printed unless a program changes them before. */
const MASKED = /^(?:\.?config|logs\/|ops\/(?!outputs\/))/;

/** Why a file is not shown by a program that takes lines apart: what it prints of a key would not be known as one. */
export async function whyNotAltered(goal: string, { home, readable = [], asItIs }: Reach): Promise<string | undefined> {
  if (asItIs) return undefined;
  const own = await realpath(join(home, '.hermes')).catch(() => join(home, '.hermes'));
  const homes = [own, ...readable.filter((path) => basename(path) === 'config.yaml').map((path) => dirname(path))];
  const masked = homes.some((folder) => isInside(goal, folder) && MASKED.test(relative(folder, goal)));
  return masked ? `keys in \`${basename(goal)}\` could not be masked in what is made of it` : undefined;
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
export async function expand(pattern: string): Promise<string[]> {
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
