import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { Preview } from '../../show/documents.ts';

export default class CompressionPreview extends HermesCommand {
  static override summary = 'Show what a compression of a session would do now: what goes, what stays, what it costs.';
  static override description = 'No model is asked and nothing is changed. It also works while the endpoint is down.';
  static override examples = [
    '<%= config.bin %> compression preview 20260131-101530-a1b2c3',
    { command: '<%= config.bin %> compression preview "deploy script" --json', description: 'By title, for scripts' },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };
  static override flags = {
    focus: Flags.string({ description: 'what is to be kept above all', helpValue: 'TEXT' }),
  };

  async run(): Promise<Preview> {
    const { args, flags } = await this.parse(CompressionPreview);
    const { previewed } = await import('../../preview.ts');
    const { text, result } = await previewed(this.host, args.session, flags.focus);
    this.log(text);
    return result;
  }
}
