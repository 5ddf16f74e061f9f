import { run } from '@oclif/core';
import { reportFailure } from '../ui/failure.ts';
import { err } from '../ui/output.ts';
import { watchOutput } from './output-errors.ts';
import { flagsIn, pathsOf, resolveHome } from './paths.ts';

/** Runs one command line. Never throws; the exit code is left in `process.exitCode`. */
export async function main(argv: string[], root: string): Promise<void> {
  watchOutput();
  const paths = pathsOf(resolveHome(argv, process.env, process.cwd()), process.cwd());
  Object.assign(process.env, oclifFolders(paths.home, paths.ops));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => err(`warning: ${sayWarning(warning, paths.ops)}`));
  try {
    await run(argv, { root, devPlugins: false });
  } catch (error) {
    const exit = exitOf(error);
    process.exitCode = exit ?? reportFailure(error, { json: asksForJson(argv) });
  }
}

/** What oclif warns about is plugins that it cannot read, and it names no file; Node's own warnings have other names. */
const sayWarning = ({ name, message }: Error, ops: string): string =>
  /Warning$/.test(name) ? message : `the plugins in ${ops}/plugins cannot all be loaded: ${message}`;

/** oclif keeps installed plugins in its data folder; the variables also reach children, so they agree on the home. */
const oclifFolders = (home: string, ops: string): Record<string, string> => ({
  HERMES_HOME: home,
  HERMES_DATA_DIR: `${ops}/plugins`,
  HERMES_CACHE_DIR: `${ops}/cache`,
  HERMES_CONFIG_DIR: ops,
});

const asksForJson = (argv: readonly string[]): boolean => flagsIn(argv).includes('--json');

/** The code of oclif's ExitError, which carries no message worth printing. */
function exitOf(error: unknown): number | undefined {
  const known = error as { name?: string; code?: string; oclif?: { exit?: number } };
  return known?.code === 'EEXIT' ? (known.oclif?.exit ?? 0) : undefined;
}
