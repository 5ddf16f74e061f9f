import { HermesCommand } from '../../base-command.ts';
import type { ValueOrigin } from '../../contract/index.ts';
import { differenceLines } from '../../ui/config-diff.ts';

interface DiffResult {
  schemaVersion: 1;
  config: { file: string; exists: boolean };
  /** `default` is absent where a key has none, `known` false where nothing reads it. */
  changes: ({ key: string; value: unknown; default?: unknown; known: boolean } & ValueOrigin)[];
}

/** Prints what config.yaml changes. */
export default class ConfigDiff extends HermesCommand {
  static override summary = 'Print what config.yaml sets to another value than the default.';
  static override description =
    'Under each key the default and the value in force; keys without default are listed when they are set. ' +
    'Secrets are masked. The exit code is 0 whether or not something differs.';
  static override examples = ['<%= config.bin %> config diff', '<%= config.bin %> config diff --json'];

  async run(): Promise<DiffResult> {
    await this.parse(ConfigDiff);
    const { toYaml } = await import('../../config/index.ts');
    const { readDifferences } = await import('../../services/read-config.ts');
    const { config, changes } = await readDifferences(this.host, process.env);
    for (const line of differenceLines(changes, toYaml)) this.log(line);
    return { schemaVersion: 1, config: { file: config.file, exists: config.exists }, changes };
  }
}
