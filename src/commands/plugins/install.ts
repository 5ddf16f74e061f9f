import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';

export default class PluginsInstall extends HermesCommand {
  static override summary = 'Install a plugin.';
  static override description =
    'Always installs a packed copy, so the plugin keeps working when the folder it came from is gone.';
  static override examples = [
    {
      command: '<%= config.bin %> plugins install benchmark',
      description: 'A plugin of hermes itself; works without a network',
    },
    { command: '<%= config.bin %> plugins install ./my-plugin', description: 'A folder, packed first' },
    { command: '<%= config.bin %> plugins install ./my-plugin-1.0.0.tgz', description: 'A packed plugin' },
    {
      command: '<%= config.bin %> plugins install @someone/hermes-plugin-x',
      description: 'A package of the npm registry',
    },
  ];
  static override args = {
    plugin: Args.string({
      description: 'short name, folder, tarball or npm package',
      required: true,
      ignoreStdin: true,
    }),
  };

  async run(): Promise<{ schemaVersion: 1; name: string; version: string; root: string; commands: string[] }> {
    const { args } = await this.parse(PluginsInstall);
    const plugins = await this.host.plugins();
    const plugin = await this.host.ui.step(`Installing ${args.plugin}`, () => plugins.install(args.plugin));
    this.log(`Installed ${plugin.name} ${plugin.version}`);
    for (const command of plugin.commands) this.log(`  hermes ${command}`);
    return { schemaVersion: 1, ...plugin };
  }
}
