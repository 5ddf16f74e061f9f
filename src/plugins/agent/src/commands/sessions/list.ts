import type { SessionSummary } from '@hermes-ops/contract';
import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Flags } from '@oclif/core';

interface Listed {
  schemaVersion: 1;
  /** Sessions in all, of which `sessions` may be the newest few. */
  total: number;
  sessions: SessionSummary[];
}

export default class SessionsList extends HermesCommand {
  static override summary = 'List stored sessions, newest first.';
  static override examples = [
    '<%= config.bin %> sessions list',
    { command: '<%= config.bin %> sessions list --text deploy --limit 100', description: 'By a part of the title' },
  ];
  static override flags = {
    limit: Flags.integer({ char: 'n', description: 'most sessions to list', helpValue: 'N', min: 1, default: 20 }),
    text: Flags.string({ description: 'only those whose title holds this', helpValue: 'TEXT' }),
  };

  async run(): Promise<Listed> {
    const { flags } = await this.parse(SessionsList);
    const { listed } = await import('../../sessions/list.ts');
    const { text, result } = await listed(this.host, flags);
    this.log(text);
    return result;
  }
}
