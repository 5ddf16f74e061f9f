import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Paths } from '../contract/index.ts';

/**
 * The home folder for this run: `--home DIR` (before a `--`), `$HERMES_HOME`, else `~/.hermes`. A leading `~` that no
 * shell has expanded (`--home=~/x`) is the user's own folder.
 * It has to be known before oclif loads, because installed plugins live in it.
 */
export function resolveHome(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): string {
  const named = flagValue(argv, '--home') || env['HERMES_HOME'] || '~/.hermes';
  return resolve(cwd, named.replace(/^~(?=$|[/\\])/, homedir()));
}

export function pathsOf(home: string, cwd: string): Paths {
  return { home, ops: join(home, 'ops'), cwd, config: join(home, 'config.yaml'), env: join(home, '.env') };
}

function flagValue(argv: readonly string[], flag: string): string | undefined {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const inline = own.findLast((arg) => arg.startsWith(`${flag}=`));
  if (inline) return inline.slice(flag.length + 1);
  const at = own.lastIndexOf(flag);
  return at === -1 ? undefined : own[at + 1];
}
