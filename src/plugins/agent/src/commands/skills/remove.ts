import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';

interface Removed {
  schemaVersion: 1;
  /** Paths of what is gone; none where the answer was no. */
  removed: string[];
}

export default class SkillsRemove extends HermesCommand {
  static override summary = "Delete a skill of the home's skills/.";
  static override description =
    'Asks first; without a terminal it needs --yes. Skills elsewhere are only read: skills.disabled leaves them out.';
  static override examples = [
    '<%= config.bin %> skills remove pdf-forms',
    { command: '<%= config.bin %> skills remove pdf-forms --yes', description: 'In scripts' },
  ];
  static override args = {
    name: Args.string({ description: 'name of a skill', required: true, ignoreStdin: true }),
  };
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do not ask' }) };

  async run(): Promise<Removed> {
    const { args, flags } = await this.parse(SkillsRemove);
    const { removeSkill } = await import('../../skills/remove-skill.ts');
    const { text, removed } = await removeSkill(this.host, args.name, { yes: flags.yes, json: this.jsonEnabled() });
    this.log(text);
    return { schemaVersion: 1, removed };
  }
}
