import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { Diagnostic } from '../../contract/index.ts';
import { diagnosticLines, verdictLine } from '../../ui/diagnostics.ts';

interface ValidateResult {
  schemaVersion: 1;
  valid: boolean;
  files: { file: string; errors: number; warnings: number; diagnostics: Omit<Diagnostic, 'range'>[] }[];
}

/** Checks config files: YAML, schema, and what only experience knows. */
export default class ConfigValidate extends HermesCommand {
  static override summary = 'Check config.yaml and point at every mistake.';
  static override description = 'Exit code 0: valid, warnings included; 1: errors; 2: a file is missing or unreadable.';
  static override examples = [
    '<%= config.bin %> config validate',
    '<%= config.bin %> config validate ~/old/config.yaml ./config.yaml --json',
  ];
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'files to check instead of the config in use', ignoreStdin: true }),
  };

  async run(): Promise<ValidateResult> {
    const { argv } = await this.parse(ConfigValidate);
    const { cwd, config } = this.host.paths;
    const files = argv.length > 0 ? (argv as string[]).map((file) => resolve(cwd, file)) : [config];
    const { validateFiles } = await import('../../config/index.ts');
    const { reports, unreadable } = await validateFiles(files);
    for (const report of reports) {
      for (const line of diagnosticLines(report, process.stdout.columns)) this.log(line);
      this.log(verdictLine(report));
    }
    const valid = reports.every(({ errors }) => errors === 0);
    if (!valid) this.problems(unreadable ? 2 : 1);
    return {
      schemaVersion: 1,
      valid,
      files: reports.map(({ file, errors, warnings, diagnostics }) => ({
        file,
        errors,
        warnings,
        diagnostics: diagnostics.map(({ range: _range, ...rest }) => rest),
      })),
    };
  }
}
