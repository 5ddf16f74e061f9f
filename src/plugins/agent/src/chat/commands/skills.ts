import { shortened } from '@hermes-ops/plugin-kit/plain';
import { listing } from '../../render/listing.ts';
import { loadSkill, skillCommand, skillLine, skillMessage } from '../../skills/slash.ts';
import type { SkillState } from '../../skills/types.ts';
import type { Talk } from '../talk.ts';
import type { Choice, SlashCommand } from './command.ts';

/** Longest description in the list, in characters. */
const ABOUT = 70;

/** What stands beside a skill that the model is not told of. */
const STATES: Readonly<Record<SkillState, string>> = {
  ok: '',
  disabled: 'disabled',
  'not-agreed': 'not agreed to',
  'left-out': 'left out',
  hidden: 'hidden by another',
  'other-system': 'for another system',
  broken: 'broken',
};

/** `/skills`. `builtIn` are the names that no skill takes away. */
export const skillsCommand = (builtIn: () => ReadonlySet<string>): SlashCommand => ({
  name: 'skills',
  summary: 'the skills that this session knows',
  async run({ chat, surface }) {
    const { all } = chat.skills;
    if (all.length === 0) {
      surface.out('┊ there are no skills; hermes skills install DIR brings some');
      return;
    }
    const rows = all.map((skill) => [
      skillCommand(skill, builtIn()),
      STATES[skill.state],
      shortened(skill.description, ABOUT),
    ]);
    surface.out(listing(rows, surface.columns()));
    surface.out(
      '/NAME with words behind it puts the skill and the words before the model. Whole: hermes skills show NAME',
    );
  },
});

/** Skills that can be typed, for completion. */
export const skillChoices = ({ chat }: Talk, builtIn: ReadonlySet<string>): Choice[] =>
  chat.skills.usable.map((skill) => ({ text: `${skillCommand(skill, builtIn)} `, about: skill.description }));

/** Puts a skill and what stands behind its name before the model; false: the line names none. */
export async function runSkill(
  line: string,
  talk: Talk,
  builtIn: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<boolean> {
  const { skills, deps } = talk.chat;
  const found = skillLine(line, skills.all, builtIn);
  if (!found) return false;
  const loaded = await loadSkill(found.skill, deps.environment.maxChars);
  if (loaded.ok) await talk.send(skillMessage(found.skill, loaded.body, found.text), signal);
  else talk.surface.out(`┊ ${loaded.why}`);
  return true;
}
