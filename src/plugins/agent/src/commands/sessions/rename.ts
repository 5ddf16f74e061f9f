import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';

interface Renamed {
  schemaVersion: 1;
  id: string;
  title: string;
}

export default class SessionsRename extends HermesCommand {
  static override summary = 'Give a session another title.';
  static override examples = ['<%= config.bin %> sessions rename 20260131-101530-a1b2c3 "deploy script"'];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
    title: Args.string({ description: 'the new title', required: true, ignoreStdin: true }),
  };

  async run(): Promise<Renamed> {
    const { args } = await this.parse(SessionsRename);
    const { named, withSessions } = await import('../../sessions/use.ts');
    const { plainOf } = await import('@hermes-ops/plugin-kit/plain');
    const { id, title } = await withSessions(this.host, (store) => {
      const { id } = named(store, args.session);
      return { id, title: store.rename(id, args.title) };
    });
    const shown = await plainOf(this.host)(title);
    this.log(`${id} is now called: ${shown}`);
    return { schemaVersion: 1, id, title: shown };
  }
}
