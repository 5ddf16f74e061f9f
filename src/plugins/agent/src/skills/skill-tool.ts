import { protection } from '../tools/files/protection.ts';
import { nearNames } from '../tools/near-names.ts';
import { failed, ok, type Tool } from '../tools/tool.ts';
import { sameName } from './names.ts';
import { filesLine, readText } from './read-text.ts';
import { SKILL_FILE, type Skill } from './types.ts';

/** What the model reads skills with. It only reads, and a skill's `allowed-tools` allow nothing. */
export function skillTool(skills: readonly Skill[]): Tool {
  const find = (name: unknown): Skill | undefined => findSkill(skills, String(name));
  /** What a person agreed to read although it had changed. */
  const shown = new Map<string, string>();
  return {
    name: 'skill',
    description: 'Read a skill.',
    parameters: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        file: { type: 'string', description: 'a file of it instead' },
      },
    },
    summary: ({ name, file }) => `${name ?? 'list'}${file === undefined ? '' : ` ${file}`}`,
    async review({ name, file }) {
      const skill = name === undefined ? undefined : find(name);
      if (skill?.state !== 'ok') return undefined;
      const read = await readText(skill, file === undefined ? SKILL_FILE : String(file));
      if (!read.ok) return undefined;
      const secret = protection(read.real);
      if (secret !== undefined)
        return { action: `read a file of the skill ${skill.name}`, detail: read.real, reasons: [secret] };
      if (!read.changed) return undefined;
      shown.set(read.real, read.sum);
      return {
        action: `read a file of the skill ${skill.name} that has changed since you agreed to it`,
        detail: read.text,
        reasons: ['the workspace brings it, and it tells the model what to do'],
        insist: true,
      };
    },
    async run({ name, file }, { agreed }) {
      if (name === undefined || name === '') return ok(listing(skills));
      const skill = find(name);
      if (!skill) return failed(unknown(skills, String(name)));
      if (skill.state !== 'ok') return failed(`the skill ${skill.name} cannot be used: ${reason(skill)}`);
      const read = await readText(skill, file === undefined ? SKILL_FILE : String(file));
      if (!read.ok) return failed(read.why);
      if (read.changed && (agreed !== 'now' || shown.get(read.real) !== read.sum))
        return failed(
          `the skill ${skill.name} has changed since the user agreed to it; it is read in the next session`,
        );
      if (file !== undefined) return ok(read.text || 'the file is empty');
      return ok(`${await heading(skill, read.text)}\n\n${read.text || '(no text)'}`);
    },
  };
}

/** Where the skill lies and what it has, so that the paths in it can be used. Nothing in its text is filled in. */
async function heading(skill: Skill, text: string): Promise<string> {
  const variable = /\bHERMES_SKILL_DIR\b/.test(text) ? ' (HERMES_SKILL_DIR in the text)' : '';
  return `[Skill ${skill.name}, a procedure that the user keeps for such tasks; what the user says goes first. Folder: ${skill.folder}${variable}; with file you read: ${await filesLine(skill)}]`;
}

export function findSkill(skills: readonly Skill[], name: string): Skill | undefined {
  const wanted = sameName(name.trim());
  const all = skills.filter((skill) => sameName(skill.name) === wanted);
  return all.find(({ state }) => state === 'ok') ?? all[0];
}

const reason = ({ state, why }: Skill): string =>
  state === 'not-agreed' ? 'the user has not agreed to it' : (why ?? state);

const listing = (skills: readonly Skill[]): string =>
  skills
    .filter(({ state }) => state === 'ok')
    .map(({ name, description }) => `${name}: ${description.slice(0, 200).toWellFormed()}`)
    .join('\n') || 'there are no skills';

function unknown(skills: readonly Skill[], given: string): string {
  const near = nearestSkills(skills, given);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '; without a name all are listed';
  return `there is no skill of that name now${hint}`;
}

/** Usable skills with a name like that one, the nearest first. */
export function nearestSkills(skills: readonly Skill[], given: string): string[] {
  const usable = skills.filter(({ state }) => state === 'ok').map(({ name }) => name);
  return nearNames(usable, given, sameName);
}
