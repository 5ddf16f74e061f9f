import type { Host } from '@hermes-ops/contract';
import { workspaceOf } from '../workspace-of.ts';
import { catalogue } from './catalogue.ts';
import { sameName } from './names.ts';
import { findSkill, nearestSkills } from './skill-tool.ts';
import type { Skill } from './types.ts';

/** Every skill that a session started here would find. */
export async function skillsHere(host: Host): Promise<{ workspace: string; skills: Skill[] }> {
  const { value } = await host.config();
  const workspace = await workspaceOf(host, value['terminal']);
  return { workspace, skills: await catalogue(host, workspace) };
}

/** The skill of a name, the usable one first. Throws `agent.skill-not-found`. */
export function skillNamed(host: Host, skills: readonly Skill[], name: string): Skill {
  const found = findSkill(skills, name);
  if (found) return found;
  throw notFound(host, skills, name);
}

export const allNamed = (skills: readonly Skill[], name: string): Skill[] =>
  skills.filter((skill) => sameName(skill.name) === sameName(name));

export function notFound(host: Host, skills: readonly Skill[], name: string) {
  const near = nearestSkills(skills, name);
  const message = `there is no skill \`${name}\`${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`;
  return host.errors.user('agent.skill-not-found', message, { exit: 2, try: ['hermes skills list'] });
}
