import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { checkSkill } from './check-skill.ts';
import { findFolders } from './find-folders.ts';
import { allNamed, notFound, skillsHere } from './here.ts';
import { inTurn } from './in-turn.ts';
import { IN_PROJECTS } from './places.ts';
import { readSkill } from './read-skill.ts';
import type { Finding } from './types.ts';

interface CheckedSkill {
  name: string;
  path: string;
  findings: Finding[];
}

export interface CheckDocument {
  schemaVersion: 1;
  errors: number;
  warnings: number;
  skills: CheckedSkill[];
}

/**
 * `hermes skills check`: skills below a folder, those of a name, or all that are found here. Reads only.
 * Throws `agent.skill-not-found`.
 */
export async function checkSkills(
  host: Host,
  what: string | undefined,
): Promise<{ lines: string[]; result: CheckDocument }> {
  const skills = await inTurn(await chosen(host, what), checkOne);
  return { lines: await linesOf(host, skills), result: await masked(host, document(skills)) };
}

const checkOne = async ({
  name,
  path,
  folder,
}: {
  name: string;
  path: string;
  folder: string;
}): Promise<CheckedSkill> => ({
  name,
  path,
  findings: (await checkSkill(folder)).findings,
});

/** An argument with a slash, or of a folder that is there, is a folder. */
async function chosen(host: Host, what: string | undefined) {
  if (what === undefined) return (await skillsHere(host)).skills;
  const path = resolve(host.paths.cwd, what);
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) {
    const folder = await realpath(path);
    // A project's own lie in folders that are hidden.
    const roots = [folder, ...IN_PROJECTS.map((below) => join(folder, below))];
    const looked = await Promise.all(roots.map((root) => findFolders(root, { links: false })));
    const found = looked.flatMap(({ folders, misnamed }) => [...folders, ...misnamed.map((one) => one.folder)]);
    // A folder without one is checked all the same: that is what is wrong with it.
    return Promise.all((found.length > 0 ? found : [folder]).map((one) => readSkill(one, 'external')));
  }
  const { skills } = await skillsHere(host);
  const named = allNamed(skills, what);
  if (named.length === 0) throw notFound(host, skills, what);
  return named;
}

function document(skills: CheckedSkill[]): CheckDocument {
  const all = skills.flatMap(({ findings }) => findings);
  const count = (severity: Finding['severity']) => all.filter((finding) => finding.severity === severity).length;
  return { schemaVersion: 1, errors: count('error'), warnings: count('warning'), skills };
}

async function linesOf(host: Host, skills: readonly CheckedSkill[]): Promise<string[]> {
  const plain = plainOf(host);
  const lines: string[] = [];
  for (const { name, path, findings } of skills) {
    if (findings.length === 0) continue;
    lines.push(`${await plain(name)}  (${await plain(path)})`, ...(await findingLines(host, findings)));
  }
  const { errors, warnings } = document([...skills]);
  const sum = `${plural(skills.length, 'skill')} checked: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}.`;
  return [...lines, sum];
}

/** `  SKILL.md:12  warning  ...` */
export async function findingLines(host: Host, findings: readonly Finding[]): Promise<string[]> {
  const plain = plainOf(host);
  return Promise.all(
    findings.map(
      async ({ file, line, severity, message }) =>
        `  ${await plain(`${file}:${line}`)}  ${severity}  ${await plain(message)}`,
    ),
  );
}
