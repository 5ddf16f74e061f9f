import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { RunResult } from '../../run.ts';

export default class CompressionRun extends HermesCommand {
  static override summary = 'Compress a session now, as /compress does in a chat.';
  static override description =
    'The session keeps every message: `compression diff` shows what was replaced, `compression undo` takes it back. ' +
    'Where no model can write a summary the account is put together without one. Exit code 1 when nothing was changed.';
  static override examples = [
    '<%= config.bin %> compression run 20260131-101530-a1b2c3',
    {
      command: '<%= config.bin %> compression run "deploy script" --focus "the rollback plan"',
      description: 'Keep one thing above all',
    },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };
  static override flags = {
    focus: Flags.string({ description: 'what is to be kept above all', helpValue: 'TEXT' }),
    'no-model': Flags.boolean({ description: 'ask no model; what is kept is put together from the messages' }),
  };

  async run(): Promise<RunResult> {
    const { args, flags } = await this.parse(CompressionRun);
    const { ran } = await import('../../run.ts');
    const options = { focus: flags.focus, withoutModel: flags['no-model'] === true };
    const { text, result } = await ran(this.host, args.session, options);
    this.log(text);
    if (!result.changed) this.problems();
    return result;
  }
}
