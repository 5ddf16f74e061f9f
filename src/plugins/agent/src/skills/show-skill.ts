import type { Host } from '@hermes-ops/contract';
import { masked, plainOf, size } from '@hermes-ops/plugin-kit/plain';
import { parseFrontmatter } from './frontmatter.ts';
import { skillNamed, skillsHere } from './here.ts';
import { type ListedSkill, listed } from './list-skills.ts';
import { readHead } from './read-head.ts';
import { readText } from './read-text.ts';
import { type SkillFile, skillFiles } from './skill-files.ts';

export interface ShownSkill {
  schemaVersion: 1;
  skill: ListedSkill;
  /** As the file has it. */
  frontmatter: Readonly<Record<string, unknown>>;
  files: { path: string; kind: SkillFile['kind']; size: number; executable: boolean }[];
  body: string;
}

/** `hermes skills show`: what a person reads before trusting a skill, and the document. Throws `agent.skill-not-found`. */
export async function showSkill(host: Host, name: string): Promise<{ lines: string[]; result: ShownSkill }> {
  const { skills } = await skillsHere(host);
  const skill = skillNamed(host, skills, name);
  const head = await readHead(skill.folder);
  const front = head.ok ? await parseFrontmatter(head.head.yaml) : undefined;
  const { files } = await skillFiles(skill.folder);
  const text = await readText(skill);
  const result: ShownSkill = await masked(host, {
    schemaVersion: 1,
    skill: listed(skill),
    frontmatter: front?.ok ? plainValues(front.values) : {},
    files: files.map(({ path, kind, size: bytes, executable }) => ({ path, kind, size: bytes, executable })),
    body: text.ok ? text.text : '',
  });
  return { lines: await render(host, result), result };
}

/** Dates and whatever else YAML knows, as JSON has them. */
const plainValues = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values));

async function render(host: Host, { skill, frontmatter, files, body }: ShownSkill): Promise<string[]> {
  const plain = plainOf(host);
  const others = Object.entries(frontmatter).filter(([key]) => key !== 'name' && key !== 'description');
  const row = async (label: string, value: string) => `${`${label}: `.padEnd(15)}${await plain(value)}`;
  return [
    await row('Skill', skill.name),
    await row('Description', skill.description),
    await row('Where', `${skill.path} (${skill.source})`),
    await row('State', skill.why === undefined ? skill.state : `${skill.state}: ${skill.why}`),
    ...(await Promise.all(
      others.map(([key, value]) => row(key, typeof value === 'string' ? value : JSON.stringify(value))),
    )),
    'Files:',
    ...(await Promise.all(
      files
        .filter(({ kind }) => kind !== 'folder')
        .map(async (file) => `  ${await plain(file.path)}  ${size(file.size)}${file.executable ? ', executable' : ''}`),
    )),
    '',
    await plain(body, { multiline: true }),
  ];
}
