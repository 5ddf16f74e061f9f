import { realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readWhole } from '../tools/files/read-bytes.ts';
import { showName } from '../tools/files/show-name.ts';
import { isInside } from '../tools/shell/environment.ts';
import { splitSkill } from './frontmatter.ts';
import { sha256, skillFiles } from './skill-files.ts';
import { MOST_READ, SKILL_FILE, type Skill } from './types.ts';

const MOST_LISTED = 40;

export type SkillText =
  | { ok: true; text: string; sum: string /** Not what somebody agreed to. */; changed: boolean; real: string }
  | { ok: false; why: string };

/** A file of a skill as it is now; SKILL.md without its frontmatter. Never one outside of the skill's folder. */
export async function readText(skill: Skill, file = SKILL_FILE): Promise<SkillText> {
  const no = (why: string): SkillText => ({ ok: false, why: `${showName(file)} ${why}` });
  const base = await realpath(skill.path).catch(() => undefined);
  if (base === undefined)
    return { ok: false, why: `the skill ${skill.name} is gone: ${showName(skill.path)} does not exist` };
  if (base !== skill.folder)
    return { ok: false, why: `the skill ${skill.name} has been moved since the session began` };
  const real = await realpath(resolve(base, file)).catch(() => undefined);
  if (real === undefined) {
    const inside = isInside(resolve(base, file), base);
    return no(
      inside ? `does not exist; the skill has: ${await filesLine(skill)}` : 'is not in the folder of the skill',
    );
  }
  if (!isInside(real, base)) return no('is not in the folder of the skill');
  const read = await readWhole(real, MOST_READ);
  if (!read.ok) {
    if (read.code === 'EFBIG') return no(read.why);
    return no(
      read.code === 'EISDIR' ? `is a folder; the skill has: ${await filesLine(skill)}` : `cannot be read: ${read.why}`,
    );
  }
  if (read.bytes.subarray(0, 8_192).includes(0)) return no('is not text');
  const whole = read.bytes.toString('utf8').replace(/^\ufeff/, '');
  const isBody = real === join(base, SKILL_FILE) || resolve(base, file) === join(base, SKILL_FILE);
  const sum = sha256(read.bytes);
  const changed = skill.agreed !== undefined && skill.agreed.get(relative(base, real)) !== sum;
  return { ok: true, text: isBody ? (splitSkill(whole)?.body ?? whole).trim() : whole, sum, changed, real };
}

/** The files besides SKILL.md, for the model. */
export async function filesLine({ folder }: Skill): Promise<string> {
  const { files } = await skillFiles(folder);
  const names = files
    .filter(({ kind, path }) => kind !== 'folder' && path !== SKILL_FILE)
    .map(({ path }) => showName(path));
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
  return names.slice(0, MOST_LISTED).join(', ') + more || 'no other files';
}
