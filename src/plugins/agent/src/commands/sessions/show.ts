import type { SessionSummary } from '@hermes-ops/contract';
import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { StoredMessage } from '../../sessions/types.ts';

interface Shown {
  schemaVersion: 1;
  session: SessionSummary;
  messages: StoredMessage[];
}

export default class SessionsShow extends HermesCommand {
  static override summary = 'Print a conversation.';
  static override description = 'Tool calls and their results take one line each; `sessions export` has them in full.';
  static override examples = [
    '<%= config.bin %> sessions show 20260131-101530-a1b2c3',
    { command: '<%= config.bin %> sessions show "deploy script" --last 10', description: 'By title, the end only' },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };
  static override flags = {
    hidden: Flags.boolean({ description: 'also messages that were taken back or replaced by a shorter account' }),
    last: Flags.integer({ description: 'only so many messages from the end', helpValue: 'N', min: 1 }),
  };

  async run(): Promise<Shown> {
    const { args, flags } = await this.parse(SessionsShow);
    const { named, readingSessions } = await import('../../sessions/use.ts');
    const { headLines, messageLines } = await import('../../sessions/show.ts');
    const { masked, plainOf } = await import('@hermes-ops/plugin-kit/plain');
    const { session, messages } = await readingSessions(this.host, (store) => {
      const session = named(store, args.session);
      const all = [...store.stream(session.id, { hidden: flags.hidden })];
      return { session, messages: flags.last === undefined ? all : all.slice(-flags.last) };
    });
    if (this.jsonEnabled()) return masked(this.host, { schemaVersion: 1 as const, session, messages });
    const plain = plainOf(this.host);
    for (const line of await headLines(session, plain)) this.log(line);
    for (const message of messages) for (const line of await messageLines(message, plain)) this.log(line);
    return { schemaVersion: 1, session, messages };
  }
}
