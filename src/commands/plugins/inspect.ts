import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';

interface Inspection {
  schemaVersion: 1;
  name: string;
  version: string;
  root: string;
  commands: string[];
  contributes: {
    checks: string[];
    sections: string[];
    points: Record<string, number>;
    services: string[];
    auxiliaryTasks: string[];
  };
  faults: string[];
}

export default class PluginsInspect extends HermesCommand {
  static override summary =
    'Show what a plugin adds: commands, checks, sections of config.yaml, extension points, services.';
  static override examples = ['<%= config.bin %> plugins inspect benchmark'];
  static override args = {
    plugin: Args.string({
      description: 'short name or package name, as `hermes plugins` lists it',
      required: true,
      ignoreStdin: true,
    }),
  };

  async run(): Promise<Inspection> {
    const { args } = await this.parse(PluginsInspect);
    const plugin = await (await this.host.plugins()).find(args.plugin);
    const contributes = await this.host.contributions.summaryOf(plugin.name);
    const faults = (await this.host.contributions.faults()).filter((fault) => fault.plugin === plugin.name);
    const points = Object.entries(contributes.points).map(([id, count]) => `${id} (${count})`);
    const rows: [string, string[]][] = [
      ['version', [plugin.version]],
      ['folder', [plugin.root]],
      ['commands', plugin.commands],
      ['checks', contributes.checks],
      ['sections of config.yaml', contributes.sections],
      ['extension points', points],
      ['services', contributes.services],
      ['background tasks', contributes.auxiliaryTasks],
      ['faults', faults.map(({ message }) => message)],
    ];
    this.log(plugin.name);
    this.log(
      this.host.ui.table(
        rows.filter(([, values]) => values.length > 0).map(([name, values]) => [`  ${name}`, values.join(', ')]),
      ),
    );
    return { schemaVersion: 1, ...plugin, contributes, faults: faults.map(({ message }) => message) };
  }
}
