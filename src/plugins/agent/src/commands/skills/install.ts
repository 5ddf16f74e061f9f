import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { Installed } from '../../skills/install.ts';

interface InstallResult {
  schemaVersion: 1;
  /** None where the answer was no. */
  installed: Installed[];
}

export default class SkillsInstall extends HermesCommand {
  static override summary = "Copy a skill, or all skills below a folder, into the home's skills/.";
  static override description =
    'Checks them first: errors refuse, warnings are asked about (without a terminal --yes is needed). Only folders: unpack ' +
    'an archive and clone a repository yourself, and look at what they hold. Nothing of a skill is run.';
  static override examples = [
    '<%= config.bin %> skills install ./pdf-forms',
    { command: '<%= config.bin %> skills install ./pdf-forms --force --yes', description: 'Replace it, in scripts' },
  ];
  static override args = {
    dir: Args.string({
      description: 'folder with a SKILL.md, or with such folders',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    force: Flags.boolean({ description: 'replace a skill of that name' }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask about warnings' }),
  };

  async run(): Promise<InstallResult> {
    const { args, flags } = await this.parse(SkillsInstall);
    const { installSkills } = await import('../../skills/install.ts');
    const { text, installed } = await installSkills(this.host, args.dir, { ...flags, json: this.jsonEnabled() });
    this.log(text);
    return { schemaVersion: 1, installed };
  }
}
