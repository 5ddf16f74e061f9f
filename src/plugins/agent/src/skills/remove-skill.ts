import { lstat, realpath, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { agreed } from '../sessions/agree.ts';
import { isInside } from '../tools/shell/environment.ts';
import { allNamed, notFound, skillsHere } from './here.ts';
import type { Skill } from './types.ts';
import { written } from './write-failure.ts';

/**
 * Deletes a skill of the home, never what lies elsewhere: where the folder is a link, the link goes and what it leads to
 * stays. Errors: agent.skill-not-found, agent.skill-elsewhere, agent.skill-not-written.
 */
export async function removeSkill(
  host: Host,
  name: string,
  options: { yes: boolean; json: boolean },
): Promise<{ text: string; removed: string[] }> {
  const skill = await ownSkill(host, name);
  const link = (await lstat(skill.path)).isSymbolicLink();
  const question = link
    ? `Delete the link ${skill.path} to ${skill.folder}?`
    : `Delete ${skill.path} and everything in it for good?`;
  if (!(await agreed(host, question, options))) return { text: 'Nothing was deleted.', removed: [] };
  const remove = async (): Promise<void> => {
    // As the question said, and still where it said.
    if ((await lstat(skill.path)).isSymbolicLink()) await unlink(skill.path);
    else if (await isBelowHome(host, skill.path)) await rm(skill.path, { recursive: true });
  };
  await written(host, skill.path, () => host.lock('skills', { signal: host.signal }, remove));
  return { text: `Deleted ${skill.path}.`, removed: [skill.path] };
}

async function ownSkill(host: Host, name: string): Promise<Skill> {
  const { skills } = await skillsHere(host);
  const all = allNamed(skills, name);
  const [first] = all;
  if (!first) throw notFound(host, skills, name);
  const own = all.find(({ source }) => source === 'home');
  if (own && (await isBelowHome(host, own.path))) return own;
  const { value } = await host.config();
  const off = [(value['skills'] as { disabled?: unknown } | undefined)?.disabled ?? []].flat();
  throw host.errors.user(
    'agent.skill-elsewhere',
    `${first.name} is in ${(own ?? first).path}, not in the home's skills: it is only read`,
    {
      exit: 2,
      // The command sets the whole list.
      try: [`hermes config set skills.disabled '${JSON.stringify([...off, first.name])}'   (it is left out then)`],
    },
  );
}

/** The folder that holds it is really below the home's `skills/`, whatever links are on the way. */
async function isBelowHome(host: Host, path: string): Promise<boolean> {
  const root = join(host.paths.home, 'skills');
  if (path === root) return false;
  const [parent, base] = await Promise.all([realpath(dirname(path)).catch(() => ''), realpath(root).catch(() => root)]);
  return parent !== '' && isInside(parent, base);
}
