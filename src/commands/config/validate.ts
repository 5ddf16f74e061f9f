import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { commandLine } from '../../errors/command-line.ts';
import { userError } from '../../errors/hermes-error.ts';
import { screenWidth } from '../../ui/output.ts';
import { isValid, type ValidateResult, validateResult } from '../../ui/validate-json.ts';
import { validateLines } from '../../ui/validate-report.ts';

/** Checks config files: YAML, schema, and what only experience knows. */
export default class ConfigValidate extends HermesCommand {
  static override summary = 'Check config.yaml and point at every mistake.';
  static override description =
    'Exit code 0: valid, warnings and notes included; 1: errors; 2: a file is missing or unreadable.\n\n' +
    '--fix applies the remedies that need no decision, such as a key in the wrong place or an older spelling. ' +
    'Everything else in the file keeps every byte, the old content is kept as a backup, and the exit code is ' +
    'about what is left. `-` reads standard input.';
  static override examples = [
    '<%= config.bin %> config validate',
    '<%= config.bin %> config validate --live   (asks the endpoints, too; nothing is generated)',
    '<%= config.bin %> config validate --fix --dry-run',
    '<%= config.bin %> config validate ~/old/config.yaml ./config.yaml --format compact',
    'cat config.yaml | <%= config.bin %> config validate -',
  ];
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'files to check instead of the config in use', ignoreStdin: true }),
  };
  static override flags = {
    format: Flags.option({
      options: ['pretty', 'compact', 'json', 'github'] as const,
      default: 'pretty',
      description: 'compact: a line per finding; github: annotations of a workflow; json: the same as --json',
    })(),
    strict: Flags.boolean({ description: 'warnings make a file invalid; notes never do' }),
    live: Flags.boolean({ description: 'ask the endpoints whether they answer, list the models, have the windows' }),
    fix: Flags.boolean({ description: 'mend what can be mended without a decision' }),
    'dry-run': Flags.boolean({ dependsOn: ['fix'], description: 'with --fix: show what it would do, write nothing' }),
  };

  override jsonEnabled(): boolean {
    return (
      super.jsonEnabled() || /(?:^|\0)--format[\0=]json(?:\0|$)/.test(this.argv.join('\0').split('\0--\0')[0] ?? '')
    );
  }

  async run(): Promise<ValidateResult> {
    const { argv, flags } = await this.parse(ConfigValidate);
    const { cwd, config } = this.host.paths;
    const named = [...new Set(argv as string[])];
    const fromStdin = named.includes('-');
    if (fromStdin && flags.fix) {
      throw userError('usage.invalid', '--fix mends files; what comes from standard input has none', {
        where: { flag: '--fix' },
        try: [commandLine('hermes', 'config', 'validate', '-')],
      });
    }
    const files = named.filter((name) => name !== '-').map((file) => resolve(cwd, file));
    const { strict, live, fix, format } = flags;
    const request = { files: named.length > 0 ? files : [config], live, fix, dryRun: flags['dry-run'] };
    const stdin = fromStdin ? { stdin: await this.readStdin() } : {};
    const { validateConfig } = await import('../../services/validate-config.ts');
    const { reports, unreadable } = await validateConfig(this.host, { ...request, ...stdin });
    const fixCommand = commandLine('hermes', 'config', 'validate', '--fix', ...named.filter((name) => name !== '-'));
    for (const line of validateLines(reports, { format, cwd, strict, fixCommand, width: screenWidth() }))
      this.log(line);
    for (const { file, live: asked } of reports) {
      if (asked === false) this.host.ui.err(`${file}: no endpoint was asked, because the file cannot be used as it is`);
    }
    if (unreadable) this.problems(2);
    else if (!isValid(reports, strict)) this.problems(1);
    return validateResult(reports, strict);
  }

  private async readStdin(): Promise<Uint8Array> {
    if (process.stdin.isTTY) this.host.ui.err('Type or paste the file, then press Ctrl-D on a line of its own.');
    return buffer(process.stdin);
  }
}
