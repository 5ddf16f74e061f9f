import type { Skill } from './types.ts';

/** Characters of one description; it says when a skill fits, the rest is in the skill. */
const DESCRIPTION = 200;
/** Most characters of the index, and its share of the window at three characters a token. */
const MOST = 12_000;
const SHARE = 0.03;

const HEAD =
  'Skills, procedures for certain tasks. Where one fits the task, read it with the tool skill first, then follow it:';

/**
 * The part of the system prompt that names the skills, empty where there is none. The same skills give the same bytes. Where
 * descriptions do not fit, names alone; where those do not fit either, as many as do and how many there are besides.
 */
export function skillIndex(
  skills: readonly Pick<Skill, 'name' | 'description'>[],
  contextTokens: number | undefined,
): string {
  if (skills.length === 0) return '';
  const room = contextTokens === undefined ? MOST : Math.min(MOST, Math.floor(contextTokens * SHARE * 3));
  const full = [HEAD, ...skills.map(({ name, description }) => `- ${name}: ${cut(description)}`)].join('\n');
  if (full.length <= room) return full;
  const names = skills.map(({ name }) => name);
  const short = `${HEAD} ${names.join(', ')}`;
  if (short.length <= room) return short;
  const kept: string[] = [];
  let left = room - HEAD.length - 60;
  for (const name of names) {
    left -= name.length + 2;
    if (left < 0) break;
    kept.push(name);
  }
  const rest = names.length - kept.length;
  const more = `${rest} ${kept.length > 0 ? 'more' : 'of them'}; the tool skill without a name lists all`;
  return `${HEAD} ${[...kept, more].join(', ')}`;
}

function cut(description: string): string {
  const chars = Array.from(description);
  return chars.length <= DESCRIPTION
    ? description
    : `${chars
        .slice(0, DESCRIPTION - 1)
        .join('')
        .trimEnd()}…`;
}
