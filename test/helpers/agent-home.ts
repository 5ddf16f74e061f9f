import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { hermes, ROOT } from './cli.ts';
import { tempHome } from './home.ts';

const CACHE = join(ROOT, '.cache');
const DAY_MS = 86_400_000;

/**
 * A home of its own with the given files and the agent plugin installed, with `compression` that plugin as well, within the
 * running test. npm installs once for each build of the plugins, and the homes share what it installed: to be read only.
 */
export async function agentHome(
  files: Record<string, string> = {},
  { compression = false } = {},
): Promise<ReturnType<typeof tempHome>> {
  const paths = tempHome(files);
  const installed = await installedOnce(compression ? ['agent', 'compression'] : ['agent']);
  const plugins = join(paths.ops, 'plugins');
  mkdirSync(paths.ops, { recursive: true, mode: 0o700 });
  const modules = join(installed, 'node_modules');
  cpSync(installed, plugins, { recursive: true, filter: (path) => path !== modules });
  // By their real path, what V8 has compiled of them serves every home.
  symlinkSync(modules, join(plugins, 'node_modules'));
  // oclif notes where the tarball lay.
  const manifest = join(plugins, 'package.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(HOME_MARK, paths.home));
  return paths;
}

const HOME_MARK = '@home@';

/** `ops/plugins` of a home in which the plugins were installed. Two workers that make it at once do not disturb each other. */
async function installedOnce(plugins: readonly string[]): Promise<string> {
  const sum = createHash('sha256');
  for (const plugin of plugins) sum.update(readFileSync(join(ROOT, `plugins/${plugin}.tgz`)));
  const kept = join(CACHE, `agent-home-${sum.digest('hex').slice(0, 12)}`);
  if (existsSync(kept)) {
    // What is in use is not old: a worker that makes another one may be tidying up.
    const now = new Date();
    utimesSync(kept, now, now);
    return kept;
  }
  const { home, ops } = tempHome();
  for (const plugin of plugins) {
    const run = await hermes(['plugins', 'install', plugin, '--json'], { home, timeoutMs: 120_000 });
    if (run.code !== 0) throw new Error(`the ${plugin} plugin cannot be installed:\n${run.stdout}\n${run.stderr}`);
  }
  const fresh = `${kept}.${process.pid}`;
  cpSync(join(ops, 'plugins'), fresh, { recursive: true, filter: isNeeded });
  const manifest = join(fresh, 'package.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(home, HOME_MARK));
  try {
    renameSync(fresh, kept);
  } catch {
    // The other worker was faster.
    rmSync(fresh, { recursive: true, force: true });
  }
  for (const old of globSync('agent-home-*', { cwd: CACHE }).map((name) => join(CACHE, name))) {
    if (Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > DAY_MS) {
      rmSync(old, { recursive: true, force: true });
    }
  }
  return kept;
}

/** Of SQLite's 27 MB most are its source and the binaries of other systems. */
const isNeeded = (path: string): boolean =>
  !/better-sqlite3\/(deps|src)(\/|$)/.test(path) && (!path.endsWith('.node') || path.includes(`/${process.platform}`));
