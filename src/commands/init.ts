import { join } from 'node:path';
import { HermesCommand } from '../base-command.ts';
import type { InitResult } from '../services/init.ts';

/** Makes config.yaml, .env and the state folder, where they are missing. */
export default class Init extends HermesCommand {
  static override summary = 'Create config.yaml and .env in the home folder; existing files are kept.';
  static override examples = ['<%= config.bin %> init', '<%= config.bin %> init --home ./my-setup'];

  async run(): Promise<InitResult> {
    await this.parse(Init);
    const { initHome } = await import('../services/init.ts');
    const result = await initHome(this.host.paths, join(this.config.root, 'schemas', 'config.schema.json'));
    for (const path of result.created) this.log(`created ${path}`);
    for (const path of result.kept) this.log(`kept    ${path}`);
    this.log(`Next: ${result.next}   (connects a model)`);
    return result;
  }
}
