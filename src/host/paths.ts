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

/** Flags that take any text: what stands behind one is never a flag, also where it looks like one. */
const FREE_TEXT = new Set(['-q', '--query', '-r', '--resume']);

/** What may be flags of the command line, read before oclif is there: not behind `--`, and no value of a free text. */
export function flagsIn(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.filter((_arg, i) => !isFreeText(own, i));
}

/** `-q -q x` asks `-q`: a value is no flag, so it takes no value either. */
const isFreeText = (argv: readonly string[], i: number): boolean =>
  i > 0 && FREE_TEXT.has(argv[i - 1] ?? '') && !isFreeText(argv, i - 1);

function flagValue(argv: readonly string[], flag: string): string | undefined {
  const own = flagsIn(argv);
  const inline = own.findLast((arg) => arg.startsWith(`${flag}=`));
  if (inline) return inline.slice(flag.length + 1);
  const at = own.lastIndexOf(flag);
  return at === -1 ? undefined : own[at + 1];
}
