import { count } from '@hermes-ops/plugin-kit/numbers';
import { MOST_FOLDERS } from './find-folders.ts';
import type { Skill } from './types.ts';

/** Skills of one place that are read. */
export const MOST_SKILLS = 2_000;
/** The same of a workspace: all their files are read whenever a session begins. */
export const MOST_IN_FOLDER = 200;

/** The rule by which skills of a place are left out. `whole`: all its folders were looked into. */
export const tooMany = (most: number, whole: boolean): string =>
  `of one folder${most === MOST_IN_FOLDER ? ' of a workspace' : ''} the first ${count(most)} in the order of their paths are used${
    whole ? '' : `, and only ${count(MOST_FOLDERS)} folders are looked into`
  }`;

export const leftOut = (skill: Omit<Skill, 'state'>, why: string): Skill => ({ ...skill, state: 'left-out', why });

const isBrought = ({ source }: Skill): boolean => source === 'workspace';

/** How many skills of the workspace are left out because there are too many, which, and by what rule; undefined: none. */
export const leftOutText = (all: readonly Skill[]): string | undefined =>
  textAbout(all.filter(isBrought), 'that this workspace brings');

/** The same, and of the user's own folders. */
export function leftOutTexts(all: readonly Skill[]): string[] {
  const own = textAbout(
    all.filter((skill) => !isBrought(skill)),
    'in your own folders',
  );
  return [own, leftOutText(all)].filter((text) => text !== undefined);
}

function textAbout(all: readonly Skill[], which: string): string | undefined {
  const left = all.filter(({ state }) => state === 'left-out');
  if (left.length === 0) return undefined;
  const rules = [...new Set(left.map(({ why }) => why))].join('; ');
  return `${count(left.length)} of ${count(all.length)} skills ${which} are not loaded: ${rules} (${namesOf(left)} are not)`;
}

/** Ten of them, and how many there are besides. */
export function namesOf(skills: readonly Skill[]): string {
  const more = skills.length > 10 ? ` and ${count(skills.length - 10)} more` : '';
  return `${skills
    .slice(0, 10)
    .map(({ name }) => name)
    .join(', ')}${more}`;
}
