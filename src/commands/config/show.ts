import { HermesCommand } from '../../base-command.ts';

interface ShowResult {
  schemaVersion: 1;
  home: string;
  config: { file: string; exists: boolean };
  env: { file: string };
  value: Record<string, unknown>;
  origins: { key: string; origin: 'file' | 'default' | 'env'; line?: number }[];
}

/** Prints the effective config with the origin of every value. */
export default class ConfigShow extends HermesCommand {
  static override summary = 'Print the whole config that is in force, and where each value comes from.';
  static override description = 'Behind each value: its line in config.yaml, or `default`. Secrets are masked.';
  static override examples = ['<%= config.bin %> config show', '<%= config.bin %> config show --json'];

  async run(): Promise<ShowResult> {
    await this.parse(ConfigShow);
    const { paths } = this.host;
    const { loadConfig, showConfig } = await import('../../config/index.ts');
    const config = await loadConfig(paths, process.env);
    const shown = showConfig(config);
    this.log(`# ${paths.config}${config.exists ? '' : ' (missing: defaults; `hermes init` creates it)'}`);
    this.log(`# ${paths.env}`);
    this.log(shown.yaml);
    return {
      schemaVersion: 1,
      home: paths.home,
      config: { file: paths.config, exists: config.exists },
      env: { file: paths.env },
      value: shown.value,
      origins: shown.origins,
    };
  }
}
