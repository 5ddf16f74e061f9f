import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { ValueOrigin } from '../../contract/index.ts';

/** `file` and `line`: where the value, or the reference to a variable, stands. */
type GetResult = { schemaVersion: 1; key: string; value: unknown } & ValueOrigin;

/** Prints one value of the effective config. */
export default class ConfigGet extends HermesCommand {
  static override summary = 'Print the value that is in force for a key: from config.yaml, .env or the defaults.';
  static override description =
    'A single value is printed bare, a section as YAML. Secrets are masked. Of `model`, `compression` and `auxiliary` ' +
    'the main keys are printed and those that you set; `--effective` prints every key.';
  static override examples = [
    '<%= config.bin %> config get compression',
    '<%= config.bin %> config get model.base_url --json',
    '<%= config.bin %> config get custom_providers.0.name',
    '<%= config.bin %> config get compression.threshold --default',
  ];
  static override args = {
    key: Args.string({ description: 'such as compression.threshold', required: true, ignoreStdin: true }),
  };
  static override flags = {
    default: Flags.boolean({ description: 'print what holds where config.yaml says nothing' }),
    effective: Flags.boolean({ description: 'of a section print every key that is in force' }),
  };

  async run(): Promise<GetResult> {
    const { args, flags } = await this.parse(ConfigGet);
    const { toYaml } = await import('../../config/index.ts');
    const { readKey } = await import('../../services/read-config.ts');
    const { found: _found, known, ...got } = await readKey(this.host, args.key, flags, process.env);
    this.log(toYaml(got.value));
    if (!known) this.host.ui.err(`warning: nothing reads \`${got.key}\`, so it has no effect [config.unknown-key]`);
    return { schemaVersion: 1, ...got };
  }
}
