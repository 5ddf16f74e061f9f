import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';
import type { ExportResult } from '../../sessions/export-to.ts';

export default class SessionsExport extends HermesCommand {
  static override summary = 'Write a conversation as Markdown or JSON Lines.';
  static override description =
    'Secrets are masked, and control characters are taken out (Markdown) or written as escapes (JSON Lines).';
  static override examples = [
    '<%= config.bin %> sessions export 20260131-101530-a1b2c3 > session.md',
    {
      command: '<%= config.bin %> sessions export "deploy script" --format jsonl -o s.jsonl',
      description: 'To a file',
    },
  ];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };
  static override flags = {
    format: Flags.option({
      description: 'form of the text',
      options: ['md', 'jsonl'] as const,
      default: 'md' as const,
    })(),
    output: Flags.string({ char: 'o', description: 'a new file, for its owner only', helpValue: 'FILE' }),
    force: Flags.boolean({ description: 'replace the file where it exists', dependsOn: ['output'] }),
    hidden: Flags.boolean({ description: 'also messages that were taken back or replaced by a shorter account' }),
  };

  async run(): Promise<ExportResult> {
    const { args, flags } = await this.parse(SessionsExport);
    const { exportTo } = await import('../../sessions/export-to.ts');
    const toScreen = this.jsonEnabled() ? undefined : (chunk: string) => void process.stdout.write(chunk);
    const result = await exportTo(this.host, args.session, { ...flags, toScreen });
    if (result.file !== undefined) this.log(`Wrote ${result.messages} messages to ${result.file}`);
    return result;
  }
}
