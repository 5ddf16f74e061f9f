import { homedir } from 'node:os';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { ValueOrigin } from '../../contract/index.ts';

interface ShowResult {
  schemaVersion: 1;
  home: string;
  /** Who named the home. */
  homeOrigin: '--home' | 'HERMES_HOME' | 'default';
  config: { file: string; exists: boolean };
  env: { file: string };
  value: Record<string, unknown>;
  origins: ({ key: string } & ValueOrigin)[];
}

/** Prints the effective config with the origin of every value. */
export default class ConfigShow extends HermesCommand {
  static override summary = 'Print the config that is in force, and where each value comes from.';
  static override description =
    'Without flags: what config.yaml sets, and the main defaults. Behind each value: its line in config.yaml, or ' +
    '`default`; with `--origin` the file, the variable and their lines. Secrets are masked.';
  static override examples = [
    '<%= config.bin %> config show',
    '<%= config.bin %> config show --origin',
    '<%= config.bin %> config show --effective --json',
  ];
  static override flags = {
    effective: Flags.boolean({ description: 'print every key of every section, with the defaults' }),
    origin: Flags.boolean({ description: 'print the full origin: config.yaml:12, .env:3 (NAME), environment (NAME)' }),
  };

  async run(): Promise<ShowResult> {
    const { flags } = await this.parse(ConfigShow);
    const { paths } = this.host;
    const { readAll } = await import('../../services/read-config.ts');
    const { config, yaml, value, origins } = await readAll(this.host, flags, process.env);
    const homeOrigin = flags.home ? '--home' : paths.home === join(homedir(), '.hermes') ? 'default' : 'HERMES_HOME';
    const by = flags.origin ? `   (home: ${homeOrigin})` : '';
    this.log(`# ${paths.config}${config.exists ? '' : ' (missing: defaults; `hermes init` creates it)'}${by}`);
    this.log(`# ${paths.env}`);
    this.log(yaml);
    const files = { config: { file: paths.config, exists: config.exists }, env: { file: paths.env } };
    return { schemaVersion: 1, home: paths.home, homeOrigin, ...files, value, origins };
  }
}
