import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { onOneLine } from '@hermes-ops/plugin-kit/neutral';
import { headOf } from '../tools/cut-text.ts';
import { type FoundFolders, MISNAMED } from './find-folders.ts';
import { type Frontmatter, parseFrontmatter, textOf, textsOf } from './frontmatter.ts';
import { usableName } from './names.ts';
import { readHead } from './read-head.ts';
import { MOST_READ, SKILL_FILE, type Skill, type SkillSource, TOO_LARGE } from './types.ts';

/** Most characters that are kept of a description: twice what the format allows. */
const MOST_DESCRIPTION = 2_048;

/** What Hermes Agent's files call the systems, by what Node calls them. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'macos', win32: 'windows' };

/** A skill of which only the folder is known: its file is not read. */
export async function unreadSkill(path: string, source: SkillSource): Promise<Omit<Skill, 'state'>> {
  const folder = await realpath(path).catch(() => path);
  return { name: usableName(basename(path)) ?? onOneLine(basename(path)), description: '', source, path, folder };
}

/** What would be a skill if its file had the right letters. */
export async function misnamedSkill(
  { folder, file }: FoundFolders['misnamed'][number],
  source: SkillSource,
): Promise<Skill> {
  return { ...(await unreadSkill(folder, source)), state: 'broken', why: `${file} ${MISNAMED}` };
}

/** The skill in a folder, from its frontmatter alone. What cannot be used is `broken` and says why. */
export async function readSkill(path: string, source: SkillSource): Promise<Skill> {
  const base = await unreadSkill(path, source);
  const own = usableName(basename(path));
  const broken = (why: string): Skill => ({ ...base, state: 'broken', why: onOneLine(why) });
  const read = await readHead(base.folder);
  if (!read.ok) return broken(`${SKILL_FILE} ${read.why}`);
  const front = await parseFrontmatter(read.head.yaml);
  if (!front.ok) return broken(`SKILL.md, line ${front.line}: ${front.message}`);
  const name = usableName(textOf(front, 'name')) ?? own;
  if (name === undefined) return broken('neither the frontmatter nor the folder has a name that can be used');
  const description = headOf(onOneLine(textOf(front, 'description') ?? firstLine(read.head.body)), MOST_DESCRIPTION);
  const skill = { ...base, name, description };
  const wanted = otherSystem(front);
  if (description === '') return { ...skill, state: 'broken', why: 'it has no description' };
  if (read.size > MOST_READ) return { ...skill, state: 'broken', why: `${SKILL_FILE} ${TOO_LARGE}` };
  return wanted ? { ...skill, state: 'other-system', why: `it is for ${wanted}` } : { ...skill, state: 'ok' };
}

/** Hermes Agent's skills do without a description now and then. */
const firstLine = (body: string): string =>
  body
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !/^(?:#|```|---|<!--)/.test(line)) ?? '';

/** `platforms` of the frontmatter, where this system is not among them. */
function otherSystem(front: Frontmatter): string | undefined {
  const systems = textsOf(front, 'platforms').map((one) => one.toLowerCase());
  const here = SYSTEMS[process.platform] ?? process.platform;
  return systems.length > 0 && !systems.includes(here) ? onOneLine(systems.join(', ')) : undefined;
}
