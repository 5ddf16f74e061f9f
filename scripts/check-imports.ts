/**
 * dependency-cruiser with the rules of .dependency-cruiser.cjs. Its note that TypeScript 7 is not a compiler it can use is
 * left out: the sources are parsed with swc, and test/repo shows that violations are found.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const run = spawnSync(
  join(root, 'node_modules/.bin/depcruise'),
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src', 'bin'],
  { cwd: root, encoding: 'utf8' },
);
const [report = ''] = `${run.stdout}${run.stderr}`.split(/^\W*missing-tsc-transpiler/m);
console.log(report.trim());
process.exitCode = run.status ?? 1;
