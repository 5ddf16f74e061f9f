import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { wordMaker } from '../scripted-model/words.ts';

const COMMITS = 300;
const AREAS = ['src', 'test', 'docs', 'deploy', 'scripts', 'packages'];
const ENDINGS = ['ts', 'md', 'json', 'yaml', 'sh', 'sql'];
const VERBS = ['Fix', 'Add', 'Remove', 'Rename', 'Speed up', 'Document', 'Test', 'Split', 'Revert'];

/** Makes a repository with a long history in that folder; its commits are the same for the same numbers. */
export function makeHistory(folder: string, roll: () => number): void {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['fast-import', '--quiet'], stream(roll));
  git(folder, ['reset', '--quiet', '--hard', 'main']);
}

/** Output of git in that folder. Throws with what git said where it fails. */
export function git(folder: string, args: readonly string[], input?: string): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_PAGER: 'cat' };
  const run = spawnSync('git', args, { cwd: folder, encoding: 'utf8', env, input, maxBuffer: 2 ** 26 });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

/** What `git fast-import` reads (its manual page): one commit after another, each with a few files. */
function stream(roll: () => number): string {
  const word = wordMaker(roll);
  const pick = (from: readonly string[]): string => from[Math.floor(roll() * from.length)] ?? '';
  const files: string[] = [];
  const lines: string[] = [];
  for (let commit = 0; commit < COMMITS; commit += 1) {
    const subject = `${pick(VERBS)} the ${word()} of the ${word()} (#${1000 + Math.floor(roll() * 8999)})`;
    const when = 1_700_000_000 + commit * 40_000 + Math.floor(roll() * 9_999);
    lines.push('commit refs/heads/main', `committer ${word()} <${word()}@example.org> ${when} +0000`, data(subject));
    for (let change = 0; change <= roll() * 4; change += 1) {
      if (files.length < 20 || roll() < 0.3) files.push(`${pick(AREAS)}/${word()}/${word()}.${pick(ENDINGS)}`);
      const body = Array.from({ length: 4 + Math.floor(roll() * 20) }, () => `${word()} = ${Math.floor(roll() * 1e6)}`);
      lines.push(`M 100644 inline ${pick(files)}`, data(`${body.join('\n')}\n`));
    }
    lines.push('');
  }
  return `${lines.join('\n')}\n`;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
