import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { commandLine } from '../../errors/command-line.ts';
import { userError } from '../../errors/hermes-error.ts';

interface GetResult {
  schemaVersion: 1;
  key: string;
  value: unknown;
  origin: 'file' | 'default' | 'env';
  /** Where it stands in the file. */
  file?: string;
  line?: number;
}

/** Prints one value of the effective config. */
export default class ConfigGet extends HermesCommand {
  static override summary = 'Print the value that is in force for a key: from config.yaml, .env or the defaults.';
  static override description = 'A single value is printed bare, a section as YAML. Secrets are masked.';
  static override examples = [
    '<%= config.bin %> config get compression',
    '<%= config.bin %> config get model.base_url --json',
    '<%= config.bin %> config get custom_providers.0.name',
  ];
  static override args = {
    key: Args.string({ description: 'such as compression.threshold', required: true, ignoreStdin: true }),
  };

  async run(): Promise<GetResult> {
    const { args } = await this.parse(ConfigGet);
    const { getValue, loadConfig, toYaml } = await import('../../config/index.ts');
    const config = await loadConfig(this.host.paths, process.env);
    const got = getValue(config, args.key);
    if (!got.found) {
      throw userError('config.no-such-key', `\`${got.key}\` is not set and has no default`, {
        where: { key: got.key },
        try: [
          ...(got.suggestion ? [commandLine('hermes', 'config', 'get', got.suggestion)] : []),
          'hermes config show',
        ],
      });
    }
    this.log(toYaml(got.value));
    const { key, value, origin, line } = got;
    return { schemaVersion: 1, key, value, origin, ...(line ? { file: config.file, line } : {}) };
  }
}
