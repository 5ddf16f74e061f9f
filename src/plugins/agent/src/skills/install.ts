import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host, UserError } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { plainOf } from '@hermes-ops/plugin-kit/plain';
import { sayQuestion } from '../approvals/say-question.ts';
import { agreed } from '../sessions/agree.ts';
import { isInside } from '../tools/shell/environment.ts';
import { checkSkill } from './check-skill.ts';
import { findingLines } from './check-skills.ts';
import { findFolders, isPassedOver, MISNAMED } from './find-folders.ts';
import { inTurn } from './in-turn.ts';
import { sameName } from './names.ts';
import { readSkill } from './read-skill.ts';
import { type Fingerprint, fingerprint, type SkillFile } from './skill-files.ts';
import { type Staged, stageSkill } from './stage-skill.ts';
import type { Finding, Skill } from './types.ts';
import { written } from './write-failure.ts';

export interface InstallOptions {
  force: boolean;
  yes: boolean;
  json: boolean;
}

export interface Installed {
  name: string;
  path: string;
  findings: Finding[];
}

interface Candidate {
  skill: Skill;
  print: Fingerprint;
  findings: Finding[];
  files: SkillFile[];
}

/**
 * Copies the skill in a folder, or all skills below it, to the home: all of them or none. Errors of the check refuse it,
 * warnings are asked about. Errors: agent.skill-no-folder, agent.skill-refused, agent.skill-exists,
 * agent.skill-not-written.
 */
export async function installSkills(
  host: Host,
  dir: string,
  options: InstallOptions,
): Promise<{ text: string; installed: Installed[] }> {
  const root = join(host.paths.home, 'skills');
  const candidates = await candidatesIn(host, dir, root);
  const say = options.json ? () => undefined : options.yes ? host.ui.err : sayQuestion(host);
  for (const { skill, findings } of candidates.filter((one) => one.findings.length > 0)) {
    say(`${await plainOf(host)(skill.name)}:${countsOf(findings)}`);
    for (const line of await findingLines(host, findings)) say(line);
  }
  refuseErrors(host, candidates);
  await refuseExisting(host, candidates, root, options.force);
  const names = candidates.map(({ skill }) => skill.name).join(', ');
  if (candidates.some(({ findings }) => findings.some(isWarning))) {
    if (!(await agreed(host, `Install ${names} in spite of the warnings?`, options)))
      return { text: 'Nothing was installed.', installed: [] };
  }
  await written(host, root, async () => {
    await mkdir(root, { recursive: true });
    await host.lock('skills', { signal: host.signal }, async () => {
      await refuseExisting(host, candidates, root, options.force);
      await putAll(host, candidates, root);
    });
  });
  const installed = candidates.map(({ skill, findings }) => ({
    name: skill.name,
    path: join(root, skill.name),
    findings,
  }));
  return {
    text: `Installed ${names} in ${root}; new sessions know ${candidates.length === 1 ? 'it' : 'them'}.`,
    installed,
  };
}

/** All are copied before the first takes its place; what was shown and agreed to is what was copied. */
async function putAll(host: Host, candidates: readonly Candidate[], root: string): Promise<void> {
  const staged: Staged[] = [];
  try {
    for (const { skill, files, print } of candidates) {
      const one = await stageSkill(skill.folder, files, root, skill.name);
      staged.push(one);
      const copied = await fingerprint(one.draft);
      if (!copied.ok || !print.ok || copied.hash !== print.hash)
        throw refused(host, `${skill.name} was changed while it was looked at; nothing was installed`);
    }
    for (const one of staged) await one.put();
  } finally {
    for (const one of staged) await one.discard();
  }
}

/** ` 1 error, 2 warnings`; nothing where there are notes alone. */
function countsOf(findings: readonly Finding[]): string {
  const counts = (['error', 'warning'] as const).flatMap((kind) => {
    const { length } = findings.filter(({ severity }) => severity === kind);
    return length > 0 ? [` ${plural(length, kind)}`] : [];
  });
  return counts.join(',');
}

const isWarning = ({ severity }: Finding): boolean => severity === 'warning';

async function candidatesIn(host: Host, dir: string, root: string): Promise<Candidate[]> {
  const folder = await folderNamed(host, dir);
  if (isInside(folder, await realpath(root).catch(() => root)))
    throw noFolder(host, `${dir} is in the home's skills already`, ['hermes skills list']);
  const { folders: found, misnamed } = await findFolders(folder, { links: false });
  if (found.length === 0) {
    const other = misnamed[0] ? `: ${join(misnamed[0].folder, misnamed[0].file)} ${MISNAMED}` : '';
    throw noFolder(host, `there is no SKILL.md in ${dir} or below it${other}`, ['hermes skills check DIR']);
  }
  const candidates = await inTurn(found, async (path) => {
    const skill = await readSkill(path, 'external');
    const print = await fingerprint(skill.folder);
    return { skill, print, ...(await checkSkill(skill.folder, { anyName: true })) };
  });
  const names = candidates.map(({ skill }) => sameName(skill.name));
  const twice = candidates.find(({ skill }, i) => names.indexOf(sameName(skill.name)) !== i);
  const lost = candidates.find(({ skill }) => isPassedOver(skill.name));
  if (lost) throw refused(host, `a folder named ${lost.skill.name} is not looked into, so no session would find it`);
  if (twice) throw refused(host, `two skills below ${dir} are named ${twice.skill.name}`);
  return candidates;
}

async function folderNamed(host: Host, dir: string): Promise<string> {
  const path = resolve(host.paths.cwd, dir);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return realpath(path);
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@/i.test(dir))
    throw noFolder(host, 'only folders are installed, nothing is fetched', [
      'git clone it, look at it, and name its folder',
    ]);
  if (found && /\.(?:zip|skill|tgz|tar(?:\.\w+)?|gz|xz|7z|rar)$/i.test(dir))
    throw noFolder(host, `${dir} is an archive: only folders are installed`, ['Unpack it and name the folder.']);
  throw noFolder(host, found ? `${dir} is no folder` : `${dir} does not exist`, [
    'Name a folder that holds a SKILL.md.',
  ]);
}

function refuseErrors(host: Host, candidates: readonly Candidate[]): void {
  const faulty = candidates.filter(
    ({ skill, findings }) => skill.state === 'broken' || findings.some(({ severity }) => severity === 'error'),
  );
  const [first] = faulty;
  if (!first) return;
  const names = faulty.map(({ skill }) => skill.name).join(', ');
  const { findings, skill } = first;
  const error = findings.find(({ severity }) => severity === 'error');
  const why = error ? `${error.file}:${error.line} ${error.message}` : (skill.why ?? 'it cannot be read');
  throw refused(host, `not installed because of errors in ${names}: ${why}`);
}

/** Also one that keeps its name in another folder of the home: of two, only one would be found. */
async function refuseExisting(
  host: Host,
  candidates: readonly Candidate[],
  root: string,
  force: boolean,
): Promise<void> {
  const { folders } = await findFolders(root, { links: true });
  const own = await Promise.all(folders.map((path) => readSkill(path, 'home')));
  for (const { skill } of candidates) {
    const target = join(root, skill.name);
    const other = own.find(({ name, path }) => sameName(name) === sameName(skill.name) && path !== target);
    const there = (await lstat(target).catch(() => undefined)) !== undefined;
    const same = own.some(({ path }) => path === target);
    if (!other && (!there || (force && same))) continue;
    // A category with skills of its own, say, which `--force` would delete.
    if (!other && !same)
      throw host.errors.user('agent.skill-exists', `${target} exists and is no skill`, {
        exit: 2,
        try: [`Move ${target} away, or give the skill another name.`],
      });
    throw host.errors.user('agent.skill-exists', `the skill ${skill.name} exists: ${other?.path ?? target}`, {
      exit: 2,
      try: [
        other ? `hermes skills remove ${skill.name}` : 'The same command with --force replaces it.',
        `hermes skills show ${skill.name}`,
      ],
    });
  }
}

const noFolder = (host: Host, message: string, hints: string[]): UserError =>
  host.errors.user('agent.skill-no-folder', message, { exit: 2, try: hints });

const refused = (host: Host, message: string): UserError =>
  host.errors.user('agent.skill-refused', message, { exit: 1, try: ['hermes skills check DIR'] });
