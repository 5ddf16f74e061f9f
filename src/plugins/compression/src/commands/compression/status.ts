import { HermesCommand } from '@hermes-ops/plugin-kit';
import type { Status } from '../../show/documents.ts';

export default class CompressionStatus extends HermesCommand {
  static override summary = 'Show when conversations are compressed, by whom, and the newest compressions.';
  static override description =
    'The endpoint is asked how large its window is (GET requests, at most 5 s a piece); no model is asked.';
  static override examples = ['<%= config.bin %> compression status', '<%= config.bin %> compression status --json'];

  async run(): Promise<Status> {
    await this.parse(CompressionStatus);
    const { status } = await import('../../status.ts');
    const { text, result } = await status(this.host);
    this.log(text);
    return result;
  }
}
