import { HermesCommand } from '../../base-command.ts';

/** Prints where the config file is. */
export default class ConfigPath extends HermesCommand {
  static override summary = 'Print the path of config.yaml.';
  static override examples = ['<%= config.bin %> config path'];

  async run(): Promise<{ schemaVersion: 1; file: string }> {
    await this.parse(ConfigPath);
    const file = this.host.paths.config;
    this.log(file);
    return { schemaVersion: 1, file };
  }
}
