import { cutMiddle } from '../tools/cut-text.ts';
import { readText } from './read-text.ts';
import { findSkill } from './skill-tool.ts';
import type { Skill } from './types.ts';

/** What a line such as `/pdf-forms fill in a.pdf` asks for. */
export interface SkillLine {
  skill: Skill;
  /** What stands behind the name. */
  text: string;
}

/**
 * A skill's slash command: `/NAME`, or `/skill:NAME` where `builtIn` has that name, so that no skill takes a command of
 * hermes away. `/skill:NAME` always works.
 */
export const skillCommand = ({ name }: Skill, builtIn: ReadonlySet<string>): string =>
  builtIn.has(name.toLowerCase()) ? `/skill:${name}` : `/${name}`;

/**
 * The usable skill that a typed line begins with; undefined where it is none of these commands. `builtIn`: names of hermes'
 * own commands without the slash. To be asked after those.
 */
export function skillLine(line: string, skills: readonly Skill[], builtIn: ReadonlySet<string>): SkillLine | undefined {
  const [, prefix, name = '', text = ''] = /^\/(skill:)?(\S+)(?:\s+([\s\S]*))?$/.exec(line.trim()) ?? [];
  if (name === '' || (prefix === undefined && builtIn.has(name.toLowerCase()))) return undefined;
  const skill = findSkill(skills, name);
  return skill?.state === 'ok' ? { skill, text: text.trim() } : undefined;
}

/** A skill's text as it is now, cut to `maxChars`, or why it cannot be had. Nothing in it is filled in or run. */
export async function loadSkill(
  skill: Skill,
  maxChars: number,
): Promise<{ ok: true; body: string } | { ok: false; why: string }> {
  const read = await readText(skill);
  if (!read.ok) return read;
  if (read.changed)
    return { ok: false, why: `the skill ${skill.name} has changed since you agreed to it: a new session asks again` };
  return { ok: true, body: cutMiddle(read.text, maxChars) };
}

/** The message that `/NAME TEXT` sends: the skill's text, then the user's own words, told apart. */
export function skillMessage({ name, folder }: Skill, body: string, text: string): string {
  const inner = body.replaceAll('</skill>', '<skill>');
  const words = text === '' ? 'Follow this skill.' : text;
  return `<skill name="${name}" folder="${folder.replaceAll('"', '&quot;')}">\n${inner}\n</skill>\n\n${words}`;
}
