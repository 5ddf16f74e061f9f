import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';

interface Deleted {
  schemaVersion: 1;
  /** Ids of what is gone; none where the answer was no. */
  deleted: string[];
}

export default class SessionsDelete extends HermesCommand {
  static override summary = 'Delete sessions for good.';
  static override description =
    'Asks first; without a terminal it needs --yes. Nothing of them stays in the file or the index; outputs that were kept for ' +
    'them go too.';
  static override examples = [
    '<%= config.bin %> sessions delete 20260131-101530-a1b2c3',
    {
      command: '<%= config.bin %> sessions delete 20260131-101530-a1b2c3 "deploy script" --yes',
      description: 'In scripts',
    },
  ];
  static override strict = false;
  static override args = {
    session: Args.string({ description: 'ids, starts of ids, or titles', required: true, ignoreStdin: true }),
  };
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do not ask' }) };

  async run(): Promise<Deleted> {
    const { argv, flags } = await this.parse(SessionsDelete);
    const { deleteNamed } = await import('../../sessions/remove.ts');
    const asking = { yes: flags.yes, json: this.jsonEnabled() };
    const { text, deleted } = await deleteNamed(this.host, argv.map(String), asking);
    this.log(text);
    return { schemaVersion: 1, deleted };
  }
}
