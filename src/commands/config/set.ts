import { text } from 'node:stream/consumers';
import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { Diagnostic } from '../../contract/index.ts';
import { commandLine } from '../../errors/command-line.ts';
import { readSecret } from '../../ui/dialogue.ts';

interface SetResult {
  schemaVersion: 1;
  key: string;
  value: unknown;
  file: string;
  changed: boolean;
  warnings: Pick<Diagnostic, 'code' | 'message' | 'path' | 'suggestion'>[];
}

/** Writes one value; the rest of the file keeps every byte. */
export default class ConfigSet extends HermesCommand {
  static override summary = 'Set one value in config.yaml, or a key such as DEEPSEEK_API_KEY in .env.';
  static override description =
    'Comments and layout stay as they are. The type follows the schema; lists and maps are given as JSON. ' +
    'Dots separate names, `\\.` is a dot inside a name, numbers count list items from 0. ' +
    'Unknown keys and wrong values are refused.';
  static override examples = [
    '<%= config.bin %> config set auxiliary.compression.provider deepseek',
    '<%= config.bin %> config set compression.threshold 0.8',
    '<%= config.bin %> config set DEEPSEEK_API_KEY -   (reads the key from standard input)',
  ];
  static override args = {
    key: Args.string({ description: 'such as compression.threshold', required: true, ignoreStdin: true }),
    value: Args.string({ description: '`-` reads it from standard input', required: true, ignoreStdin: true }),
  };
  static override flags = { force: Flags.boolean({ description: 'write the key even if nothing reads it' }) };

  async run(): Promise<SetResult> {
    const { args, flags } = await this.parse(ConfigSet);
    const fromStdin = args.value === '-';
    const { holdsSecret, isSecretName, setKey, toYaml } = await import('../../config/index.ts');
    const value = fromStdin ? await this.readValue(args.key, holdsSecret(args.key)) : args.value;
    const result = await setKey(this.host.paths, args.key, value, { force: flags.force });
    const shown = toYaml(result.value);
    this.log(`${result.key}${shown.includes('\n') ? `:\n${shown}` : ` = ${shown}`}`);
    this.log(result.changed ? `written to ${result.file}` : `unchanged: ${result.file} says so already`);
    const { err } = this.host.ui;
    for (const warning of result.warnings) {
      err(`warning: ${warning.message} [${warning.code}]`);
      if (warning.suggestion) err(`  try: ${warning.suggestion}`);
    }
    if (isSecretName(args.key) && !fromStdin) {
      err(
        `hint: \`${commandLine('hermes', 'config', 'set', result.key, '-')}\` reads it from standard input, out of sight of the shell's history`,
      );
    }
    const warnings = result.warnings.map(({ code, message, path, suggestion }) => {
      return { code, message, path, ...(suggestion ? { suggestion } : {}) };
    });
    return { schemaVersion: 1, ...result, warnings };
  }

  /** What is piped in, or typed: a secret without echo, anything else up to Ctrl-D. */
  private async readValue(key: string, secret: boolean): Promise<string> {
    if (secret) return readSecret(`${key}: `, this.host);
    if (process.stdin.isTTY) this.host.ui.err('Type or paste the value, then press Ctrl-D on a line of its own.');
    return (await text(process.stdin)).replace(/\r?\n$/, '');
  }
}
