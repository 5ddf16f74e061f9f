import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../cli.ts';
import { dice, wordMaker } from '../scripted-model/words.ts';
import { git, makeHistory } from './git-history.ts';

/** What a program really printed. */
export interface Output {
  command: string;
  lines: string[];
}

const BIN = join(ROOT, 'node_modules/.bin');

/** Longer outputs would be most of what is picked; line numbers also stand in commands, and no value is as small. */
const MOST_LINES = 1_500;

/** Runs real programs on real files and keeps what they print: about 2 MB in a few seconds, without the network. */
export function makeOutputs(seed: number): Output[] {
  const folder = mkdtempSync(join(tmpdir(), 'hermes-recall-'));
  try {
    const roll = dice(seed);
    const repository = join(folder, 'repository');
    makeHistory(repository, roll);
    const sources = join(folder, 'sources');
    const broken = brokenSources(sources, roll);
    const history = (...args: string[]) => output(`git ${args.join(' ')}`, git(repository, args));
    return [
      history('log', '--stat', '-n', '120'),
      history('log', '--oneline'),
      history('log', '--raw', '--format=%h %an %s'),
      history('diff', 'HEAD~40'),
      history('ls-tree', '-r', '-l', 'HEAD'),
      run('tsc --noEmit', join(BIN, 'tsc'), ['--noEmit', '--strict', '--pretty', 'false', ...broken], sources),
      run('npm ls --all --json', join(BIN, 'npm'), ['ls', '--all', '--json', '--offline']),
      run('npm config ls -l', join(BIN, 'npm'), ['config', 'ls', '-l', '--offline']),
      run('ls -lR node_modules/@oclif/', 'ls', ['-lR', 'node_modules/@oclif/']),
      run('find node_modules/openai/', 'find', ['node_modules/openai/', '-printf', '%M %s %TY-%Tm-%Td %p\\n']),
      failures(folder, roll),
    ].filter(({ lines }) => lines.length > 20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const output = (command: string, text: string): Output => ({
  command,
  lines: text.split('\n').slice(0, MOST_LINES),
});

/** What a program writes to both its ends, however it ends. */
function run(shown: string, program: string, args: readonly string[], cwd: string = ROOT): Output {
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, LC_ALL: 'C' };
  const { stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env,
    timeout: 20_000,
    maxBuffer: 2 ** 26,
  });
  return output(shown, `${stdout}${stderr}`);
}

/** Sources that no compiler takes: unknown names, wrong types, missing modules. */
function brokenSources(folder: string, roll: () => number): string[] {
  const word = wordMaker(roll);
  return Array.from({ length: 120 }, () => {
    const file = join(folder, word(), `${word()}.ts`);
    const lines = Array.from({ length: 2 }, () => [
      `import { ${word()} } from './${word()}/${word()}.ts';`,
      `export const ${word()}: number = '${Math.floor(roll() * 1e6)}';`,
      `export const ${word()}: { ${word()}: string } = { ${word()}: ${word()} };`,
    ]);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, lines.flat().join('\n'));
    return file;
  });
}

/** Stack traces of a script that fails deep in calls of made-up functions. */
function failures(folder: string, roll: () => number): Output {
  const word = wordMaker(roll);
  const script = join(folder, 'job.mjs');
  const names = Array.from({ length: 24 }, word);
  const chain = names.map((name, i) => {
    const next = names[i + 1];
    const inside = next ? `return ${next}(left - 1);` : `throw new TypeError('no ${word()} in job ' + left);`;
    return `function ${name}(left) {${'\n'.repeat(1 + Math.floor(roll() * 40))}  ${inside}\n}`;
  });
  const head = 'Error.stackTraceLimit = 40;';
  const loop = `for (let job = 0; job < 8; job += 1) {
  try { ${names[0]}(job * ${1000 + Math.floor(roll() * 8000)}); } catch (error) { console.error(error.stack); }
}`;
  writeFileSync(script, [head, ...chain, loop].join('\n'));
  return run('node job.mjs', process.execPath, [script], folder);
}
