import { HermesCommand } from '@hermes-ops/plugin-kit';
import type { SessionStats } from '../../sessions/types.ts';

interface Stats extends SessionStats {
  schemaVersion: 1;
  file: string;
}

export default class SessionsStats extends HermesCommand {
  static override summary = 'Count what the store of sessions holds.';
  static override examples = ['<%= config.bin %> sessions stats'];

  async run(): Promise<Stats> {
    await this.parse(SessionsStats);
    const { readingSessions } = await import('../../sessions/use.ts');
    const { statsLines } = await import('../../sessions/stats-lines.ts');
    const { masked } = await import('@hermes-ops/plugin-kit/plain');
    const stats = await readingSessions(this.host, (store) => ({ file: store.file, ...store.stats() }));
    for (const line of await statsLines(this.host, stats)) this.log(line);
    return masked(this.host, { schemaVersion: 1 as const, ...stats });
  }
}
