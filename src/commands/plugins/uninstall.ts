import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';

export default class PluginsUninstall extends HermesCommand {
  static override summary = 'Remove a plugin.';
  static override examples = ['<%= config.bin %> plugins uninstall benchmark'];
  static override args = {
    plugin: Args.string({
      description: 'short name or package name, as `hermes plugins` lists it',
      required: true,
      ignoreStdin: true,
    }),
  };

  async run(): Promise<{ schemaVersion: 1; name: string; version: string }> {
    const { args } = await this.parse(PluginsUninstall);
    const plugins = await this.host.plugins();
    const { name, version } = await this.host.ui.step(`Removing ${args.plugin}`, () => plugins.uninstall(args.plugin));
    this.log(`Removed ${name} ${version}. Its sections of config.yaml were left as they are.`);
    return { schemaVersion: 1, name, version };
  }
}
