import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Flags } from '@oclif/core';
import type { Insights as Document } from '../insights/types.ts';

export default class Insights extends HermesCommand {
  static override summary = 'Show what the last days were: sessions, tokens, tools, speed of the models.';
  static override description =
    'From the stored sessions and the usage ledger of this home; asks no server. Exits with 1 where the sessions cannot ' +
    'be read, and shows the rest.';
  static override examples = [
    '<%= config.bin %> insights',
    { command: '<%= config.bin %> insights --days 1 --json', description: 'For scripts' },
  ];
  static override flags = {
    days: Flags.integer({ description: 'so many days back', helpValue: 'N', min: 1, max: 3650, default: 30 }),
  };

  async run(): Promise<Document> {
    const { flags } = await this.parse(Insights);
    const { insights } = await import('../insights/insights.ts');
    const { stdout } = process;
    const columns = stdout.isTTY ? stdout.columns : undefined;
    const { text, result } = await insights(this.host, flags.days, columns);
    this.log(text);
    if (!result.complete) this.problems();
    return result;
  }
}
