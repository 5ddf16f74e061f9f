import { HermesCommand } from '../base-command.ts';
import type { InitResult } from '../services/init.ts';

/** Makes config.yaml, .env and the state folder, where they are missing. */
export default class Init extends HermesCommand {
  static override summary = 'Create config.yaml and .env in the home folder; existing files are kept.';
  static override description =
    'Also ops/config.schema.json, to which config.yaml points editors: they then complete keys and explain them.';
  static override examples = ['<%= config.bin %> init', '<%= config.bin %> init --home ./my-setup'];

  async run(): Promise<InitResult> {
    await this.parse(Init);
    const { initHome } = await import('../services/init.ts');
    const result = await initHome(this.host.paths, () => this.host.sections());
    for (const path of result.created) this.log(`created ${path}`);
    for (const path of result.updated) this.log(`updated ${path}`);
    for (const path of result.kept) this.log(`kept    ${path}`);
    this.log(`Next: ${result.next}   (connects a model)`);
    return result;
  }
}
