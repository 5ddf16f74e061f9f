import type { SessionHit } from '@hermes-ops/contract';
import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { SearchResult } from '../../sessions/types.ts';

interface Found extends Omit<SearchResult, 'hits'> {
  schemaVersion: 1;
  hits: SessionHit[];
}

export default class SessionsSearch extends HermesCommand {
  static override summary = 'Find words in all stored messages.';
  static override description =
    'Finds messages that have all the words, else those with words that begin so, else some of the words. Paths, error ' +
    'codes and "quoted text" are found as they stand; Chinese, Japanese and Korean by any part. Nothing is syntax.';
  static override examples = [
    '<%= config.bin %> sessions search compression threshold',
    { command: '<%= config.bin %> sessions search 压缩 src/llm/index.ts -n 50', description: 'Any script, any path' },
  ];
  static override strict = false;
  static override args = {
    text: Args.string({ description: 'what to look for', required: true, ignoreStdin: true }),
  };
  static override flags = {
    limit: Flags.integer({ char: 'n', description: 'most messages to list', helpValue: 'N', min: 1, default: 20 }),
    session: Flags.string({ description: 'only in this session: id or title', helpValue: 'ID' }),
  };

  async run(): Promise<Found> {
    const { argv, flags } = await this.parse(SessionsSearch);
    const { found } = await import('../../sessions/found.ts');
    const { text, result } = await found(this.host, argv.join(' '), flags);
    this.log(text);
    return result;
  }
}
