import { HermesCommand } from '../../base-command.ts';

interface Row {
  name: string;
  version: string;
  root: string;
  commands: string[];
}

interface Fault {
  plugin: string;
  message: string;
}

export default class Plugins extends HermesCommand {
  static override summary = 'List installed plugins and what can be installed.';
  static override examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --json'];

  async run(): Promise<{ schemaVersion: 1; plugins: Row[]; installable: string[]; faults: Fault[] }> {
    await this.parse(Plugins);
    const manager = await this.host.plugins();
    const plugins = manager.list();
    const missing = manager.installable();
    if (plugins.length === 0) this.log('No plugins are installed.');
    else
      this.log(this.host.ui.table(plugins.map(({ name, version, commands }) => [name, version, commands.join(', ')])));
    for (const { name, summary } of missing) this.log(`Installable: hermes plugins install ${name}  (${summary})`);
    const faults = await this.host.contributions.faults();
    for (const { plugin, message } of faults) this.log(`${plugin} is switched off: ${message}`);
    return { schemaVersion: 1, plugins, faults, installable: missing.map(({ name }) => name) };
  }
}
