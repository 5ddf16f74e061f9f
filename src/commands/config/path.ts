import { HermesCommand } from '../../base-command.ts';

/** Prints where the config file is. */
export default class ConfigPath extends HermesCommand {
  static override summary = 'Print the path of config.yaml.';
  static override examples = ['<%= config.bin %> config path'];

  async run(): Promise<{ schemaVersion: 1; path: string }> {
    await this.parse(ConfigPath);
    const path = this.host.paths.config;
    this.log(path);
    return { schemaVersion: 1, path };
  }
}
