import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { DiffResult } from '../../show/documents.ts';

export default class CompressionDiff extends HermesCommand {
  static override summary = 'Show what the last compression of a session took out, and what it put there.';
  static override description =
    'One line for each message that went or was cut, then the account in full. --revision shows an earlier compression, ' +
    'also one that has been taken back.';
  static override examples = [
    '<%= config.bin %> compression diff 20260131-101530-a1b2c3',
    { command: '<%= config.bin %> compression diff "deploy script" --revision 2', description: 'An earlier one' },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };
  static override flags = {
    revision: Flags.integer({ description: 'number of the compression', helpValue: 'N', min: 1 }),
  };

  async run(): Promise<DiffResult> {
    const { args, flags } = await this.parse(CompressionDiff);
    const { diffed } = await import('../../diff.ts');
    const { text, result } = await diffed(this.host, args.session, flags.revision);
    this.log(text);
    return result;
  }
}
