import { basename } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { configNow } from '../tools/setting-of.ts';
import { agreedSkills } from './agreements.ts';
import { byCodePoint, findFolders } from './find-folders.ts';
import { inTurn } from './in-turn.ts';
import { leftOut, MOST_IN_FOLDER, MOST_SKILLS, tooMany } from './left-out.ts';
import { sameName } from './names.ts';
import { type Place, placesOf } from './places.ts';
import { misnamedSkill, readSkill, unreadSkill } from './read-skill.ts';
import { type SkillSettings, skillSettings } from './settings.ts';
import { fingerprint } from './skill-files.ts';
import type { Skill } from './types.ts';

/**
 * Every skill that is found from a workspace, in order of names, each with its state. Of one name the first counts, home
 * before `external_dirs` before workspace and a folder of that name before others, so that nothing a repository brings takes the place of a skill of the user.
 */
export async function catalogue(host: Host, workspace: string): Promise<Skill[]> {
  const config = await configNow(host);
  if (!config) return [];
  const { home } = host.paths;
  const settings = skillSettings(config, home);
  const found: Skill[] = [];
  for (const place of await placesOf(home, workspace, settings))
    found.push(...ownFolderFirst(await skillsIn(host, place)));
  return withStates(found, settings).sort((a, b) => byCodePoint(a.name, b.name));
}

/** A copy under another folder's name does not take the place of the skill whose folder has its name. */
const ownFolderFirst = (skills: readonly Skill[]): Skill[] => {
  const strays = (skill: Skill): number => (sameName(basename(skill.folder)) === sameName(skill.name) ? 0 : 1);
  return skills.toSorted((a, b) => strays(a) - strays(b));
};

async function skillsIn(host: Host, place: Place): Promise<Skill[]> {
  const { source } = place;
  const { folders, misnamed, whole } = await findFolders(place.folder, { links: source !== 'workspace' });
  const skills = await Promise.all(folders.slice(0, MOST_SKILLS).map((folder) => readSkill(folder, source)));
  const unread = await Promise.all(folders.slice(MOST_SKILLS).map((folder) => unreadSkill(folder, source)));
  const wrong = await Promise.all(misnamed.slice(0, MOST_IN_FOLDER).map((one) => misnamedSkill(one, source)));
  const asked = source === 'workspace' && !place.trusted;
  const why = tooMany(asked ? MOST_IN_FOLDER : MOST_SKILLS, whole);
  const rest = unread.map((skill) => leftOut(skill, why));
  if (!asked || skills.length === 0) return [...skills, ...wrong, ...rest];
  const known = await agreedSkills(host);
  const looked = await inTurn(skills.slice(0, MOST_IN_FOLDER), async (skill) =>
    skill.state === 'ok' ? withAgreement(skill, known) : skill,
  );
  return [...looked, ...skills.slice(MOST_IN_FOLDER).map((skill) => leftOut(skill, why)), ...wrong, ...rest];
}

async function withAgreement(skill: Skill, known: Readonly<Record<string, string>>): Promise<Skill> {
  const print = await fingerprint(skill.folder);
  if (!print.ok) return { ...skill, state: 'broken', why: print.why };
  const before = Object.hasOwn(known, skill.folder) ? known[skill.folder] : undefined;
  if (before === print.hash) return { ...skill, agreed: print.files };
  const open: Skill = { ...skill, state: 'not-agreed' };
  return before === undefined ? open : { ...open, why: 'it has changed since you agreed to it' };
}

function withStates(skills: readonly Skill[], { disabled }: SkillSettings): Skill[] {
  const off = new Set([...disabled].map(sameName));
  const taken = new Map<string, Skill>();
  /** Also those that cannot be used now: no repository takes such a name over. */
  const own = new Map(
    skills.filter(({ source }) => source !== 'workspace').map((skill) => [sameName(skill.name), skill]),
  );
  return skills.map((skill) => {
    if (skill.state === 'broken' || skill.state === 'other-system' || skill.state === 'left-out') return skill;
    const name = sameName(skill.name);
    if (off.has(name)) return { ...skill, state: 'disabled', why: 'the config switches it off' };
    const first = taken.get(name) ?? (skill.source === 'workspace' ? own.get(name) : undefined);
    if (first) return { ...skill, state: 'hidden', why: `a skill of that name is in ${first.path}` };
    taken.set(name, skill);
    return skill;
  });
}
