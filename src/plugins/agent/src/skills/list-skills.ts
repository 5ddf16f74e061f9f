import { homedir } from 'node:os';
import { relative } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { masked, plainOf, shortened } from '@hermes-ops/plugin-kit/plain';
import { isInside } from '../tools/shell/environment.ts';
import { skillsHere } from './here.ts';
import { leftOutTexts } from './left-out.ts';
import { STATE_WORDS } from './state-words.ts';
import type { Skill, SkillState } from './types.ts';

/** As `--json` prints a skill. */
export interface ListedSkill {
  name: string;
  description: string;
  source: Skill['source'];
  path: string;
  state: SkillState;
  why?: string;
}

const DESCRIPTION = 60;

/** `hermes skills list`: table and document. */
export async function listSkills(host: Host) {
  const { skills, workspace } = await skillsHere(host);
  const result = { schemaVersion: 1 as const, skills: await masked(host, skills.map(listed)) };
  return { result, text: await render(host, skills, workspace) };
}

export const listed = ({ name, description, source, path, state, why }: Skill): ListedSkill => ({
  name,
  description,
  source,
  path,
  state,
  ...(why === undefined ? {} : { why }),
});

async function render(host: Host, skills: readonly Skill[], workspace: string): Promise<string> {
  if (skills.length === 0)
    return 'There are no skills. `hermes skills install DIR` takes one over; a repository may bring its own in .agents/skills.';
  const plain = plainOf(host);
  const rows = skills.map(async ({ name, path, description, state, why }) => [
    name,
    STATE_WORDS[state],
    await plain(shortPath(path, workspace)),
    shortened(
      await plain(why === undefined || state === 'disabled' ? description : `(${why}) ${description}`),
      DESCRIPTION,
    ),
  ]);
  const table = host.ui.table([['NAME', 'STATE', 'WHERE', 'DESCRIPTION'], ...(await Promise.all(rows))], {
    header: true,
  });
  const open = skills.some(({ state }) => state === 'not-agreed');
  const left = leftOutTexts(skills).map(async (text) => `Left out: ${await plain(text)}.`);
  return [
    table,
    ...(open ? ['Not agreed to: `hermes chat` asks once, on a terminal.'] : []),
    ...(await Promise.all(left)),
  ].join('\n\n');
}

/** Relative in the workspace, else from the user's home on. */
function shortPath(path: string, workspace: string): string {
  if (isInside(path, workspace)) return `./${relative(workspace, path)}`;
  const home = homedir();
  return path !== home && isInside(path, home) ? `~/${relative(home, path)}` : path;
}
