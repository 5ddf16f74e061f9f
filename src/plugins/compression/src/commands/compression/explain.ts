import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';
import type { Explanation } from '../../explain/explain.ts';

export default class CompressionExplain extends HermesCommand {
  static override summary =
    'Explain step by step where compression starts for the current model, and who writes the summary.';
  static override description =
    'With a SESSION the costs are those of that session now, else those of a conversation at the trigger. No model is asked.';
  static override examples = [
    '<%= config.bin %> compression explain',
    { command: '<%= config.bin %> compression explain "deploy script"', description: 'For one session' },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: false, ignoreStdin: true }),
  };

  async run(): Promise<Explanation> {
    const { args } = await this.parse(CompressionExplain);
    const { explained } = await import('../../explain/explain.ts');
    const { text, result } = await explained(this.host, args.session);
    this.log(text);
    return result;
  }
}
