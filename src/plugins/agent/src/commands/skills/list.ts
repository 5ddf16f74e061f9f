import { HermesCommand } from '@hermes-ops/plugin-kit';
import type { ListedSkill } from '../../skills/list-skills.ts';

interface Listed {
  schemaVersion: 1;
  skills: ListedSkill[];
}

export default class SkillsList extends HermesCommand {
  static override summary = 'List the skills that a session started here would find.';
  static override description =
    "Folders with a SKILL.md in the home's skills/, in skills.external_dirs, and in .hermes/skills and .agents/skills of " +
    'the working folder and its repository. Those of a repository are asked about once, by `hermes chat`.';
  static override examples = ['<%= config.bin %> skills list', '<%= config.bin %> skills list --json'];

  async run(): Promise<Listed> {
    await this.parse(SkillsList);
    const { listSkills } = await import('../../skills/list-skills.ts');
    const { text, result } = await listSkills(this.host);
    this.log(text);
    return result;
  }
}
