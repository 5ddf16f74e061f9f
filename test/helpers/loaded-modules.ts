import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { BIN, cleanEnv, ROOT } from './cli.ts';
import { tempDir } from './home.ts';

/** Prints the URL of every module that Node loads to file descriptor 3. */
const HOOK = `import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';
registerHooks({ load(url, context, next) { writeSync(3, url + '\\n'); return next(url, context); } });`;

/** npm packages and files of src/ that a command line of the built CLI loads, bundled or not. */
export async function loadedModules(args: string[], home: string): Promise<{ packages: string[]; sources: string[] }> {
  const hook = join(tempDir(), 'hook.mjs');
  writeFileSync(hook, HOOK);
  const run = await execa(process.execPath, ['--import', hook, BIN, ...args], {
    env: { ...cleanEnv(), HERMES_HOME: home },
    extendEnv: false,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    reject: false,
  });
  const chunks = JSON.parse(readFileSync(join(ROOT, '.cache/modules-by-chunk.json'), 'utf8')) as Record<
    string,
    string[]
  >;
  const urls = String(run.stdio[3]).split('\n').filter(Boolean);
  const modules = urls.flatMap((url) => chunks[url.split('/dist/')[1] ?? ''] ?? [url]);
  const packageOf = (path: string) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
  return {
    packages: [...new Set(modules.map(packageOf).filter((name) => name !== undefined))].sort(),
    sources: modules.filter((path) => path.startsWith('src/')).sort(),
  };
}
