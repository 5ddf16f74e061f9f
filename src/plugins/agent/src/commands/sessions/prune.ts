import type { SessionSummary } from '@hermes-ops/contract';
import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Flags } from '@oclif/core';

interface Pruned {
  schemaVersion: 1;
  olderThanDays: number;
  dryRun: boolean;
  /** What was deleted, or with --dry-run would be; none where the answer was no. Oldest first. */
  sessions: SessionSummary[];
}

export default class SessionsPrune extends HermesCommand {
  static override summary = 'Delete sessions in which nothing has happened for a long time.';
  static override description =
    'The time is `sessions.retention_days` of the config unless --older-than says otherwise; pinned sessions stay. Asks ' +
    'first; without a terminal it needs --yes.';
  static override examples = [
    '<%= config.bin %> sessions prune --dry-run',
    { command: '<%= config.bin %> sessions prune --older-than 30 --yes', description: 'In a timer' },
  ];
  static override flags = {
    'older-than': Flags.integer({ description: 'days since the last message', helpValue: 'DAYS', min: 0 }),
    'dry-run': Flags.boolean({ char: 'n', description: 'only say which' }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<Pruned> {
    const { flags } = await this.parse(SessionsPrune);
    const { prune } = await import('../../sessions/remove.ts');
    const asking = { yes: flags.yes, json: this.jsonEnabled() };
    const { text, result } = await prune(
      this.host,
      { days: flags['older-than'], dryRun: flags['dry-run'] === true },
      asking,
    );
    this.log(text);
    return result;
  }
}
