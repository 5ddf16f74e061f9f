import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';
import type { UndoResult } from '../../undo.ts';

export default class CompressionUndo extends HermesCommand {
  static override summary = 'Take the last compression of a session back.';
  static override description =
    'What it had replaced is sent again, and what was said since stays behind it. Past the trigger the next message of a ' +
    'chat compresses the session again.';
  static override examples = ['<%= config.bin %> compression undo 20260131-101530-a1b2c3'];
  static override args = {
    session: Args.string({ description: 'id, start of an id, or title', required: true, ignoreStdin: true }),
  };

  async run(): Promise<UndoResult> {
    const { args } = await this.parse(CompressionUndo);
    const { undone } = await import('../../undo.ts');
    const { text, result } = await undone(this.host, args.session);
    this.log(text);
    return result;
  }
}
