import { count } from '@hermes-ops/plugin-kit/numbers';
import { MOST_SKILLS } from './find-folders.ts';
import type { Skill } from './types.ts';

/** Skills of one folder of a workspace that are looked at: all their files are read whenever a session begins. */
export const MOST_IN_FOLDER = 200;

const RULE = `of one folder of a workspace the first ${MOST_IN_FOLDER} in the order of their paths are used`;

export const leftOut = (skill: Skill): Skill => ({ ...skill, state: 'left-out', why: RULE });

/** How many skills of the workspace are left out because there are too many, which, and by what rule; undefined: none. */
export function leftOutText(all: readonly Skill[]): string | undefined {
  const left = all.filter(({ state }) => state === 'left-out');
  if (left.length === 0) return undefined;
  const brought = all.filter(({ source }) => source === 'workspace').length;
  const atLeast = brought >= MOST_SKILLS ? 'at least ' : '';
  return `${count(left.length)} of ${atLeast}${count(brought)} skills that this workspace brings are not loaded: ${RULE} (${namesOf(left)} are not)`;
}

/** Ten of them, and how many there are besides. */
export function namesOf(skills: readonly Skill[]): string {
  const more = skills.length > 10 ? ` and ${skills.length - 10} more` : '';
  return `${skills
    .slice(0, 10)
    .map(({ name }) => name)
    .join(', ')}${more}`;
}
