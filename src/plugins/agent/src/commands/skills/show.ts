import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';
import type { ShownSkill } from '../../skills/show-skill.ts';

export default class SkillsShow extends HermesCommand {
  static override summary = 'Print a skill: what its frontmatter says, its files, its text.';
  static override description = 'What cannot be seen is spelled, and nothing in the text acts on the terminal.';
  static override examples = ['<%= config.bin %> skills show pdf-forms'];
  static override args = {
    name: Args.string({ description: 'name of a skill', required: true, ignoreStdin: true }),
  };

  async run(): Promise<ShownSkill> {
    const { args } = await this.parse(SkillsShow);
    const { showSkill } = await import('../../skills/show-skill.ts');
    const { lines, result } = await showSkill(this.host, args.name);
    for (const line of lines) this.log(line);
    return result;
  }
}
