import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';
import type { CheckDocument } from '../../skills/check-skills.ts';

export default class SkillsCheck extends HermesCommand {
  static override summary = 'Check skills against the open format and for what somebody should look at.';
  static override description =
    'Errors are what the format does not allow, links that lead out, and what cannot be read; warnings are hidden comments ' +
    'and characters, commands that fetch code or send something away, encoded blocks, and texts that are too long. Without ' +
    'warnings a skill may still be harmful: it is text that a model follows. Exit code 1: there are errors.';
  static override examples = [
    '<%= config.bin %> skills check',
    '<%= config.bin %> skills check pdf-forms',
    { command: '<%= config.bin %> skills check ./downloaded-skill', description: 'Before it is installed' },
  ];
  static override args = {
    skill: Args.string({ description: 'folder or name; all skills without', ignoreStdin: true }),
  };

  async run(): Promise<CheckDocument> {
    const { args } = await this.parse(SkillsCheck);
    const { checkSkills } = await import('../../skills/check-skills.ts');
    const { lines, result } = await checkSkills(this.host, args.skill);
    for (const line of lines) this.log(line);
    if (result.errors > 0) this.problems();
    return result;
  }
}
