import { text } from 'node:stream/consumers';
import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { commandLine } from '../../errors/command-line.ts';
import { writtenInPlace } from '../../errors/words.ts';
import type { ModelCheck } from '../../services/set-model-check.ts';
import { readSecret } from '../../ui/dialogue.ts';
import { checksUnasked, sayFinding, sayModelCheck } from '../../ui/set-lines.ts';

/** Writes one value; the rest of the file keeps every byte. */
export default class ConfigSet extends HermesCommand {
  static override summary = 'Set one value in config.yaml, or a key such as DEEPSEEK_API_KEY in .env.';
  static override description =
    'Comments and layout stay as they are. The type follows the schema; several values make a list, and lists and ' +
    'maps can be given as JSON. Dots separate names, `\\.` is a dot inside a name, numbers count list items from 0; ' +
    'values that start with a dash stand behind `--`. Unknown keys and wrong values are refused.\n\n' +
    'On a terminal, a model that was just set is looked up at its own provider (GET requests, at most 3 s; not with ' +
    'HERMES_OFFLINE=1). With --check that is always done, and exit code 1 says that the model is not listed; the value is written all the same.';
  static override examples = [
    '<%= config.bin %> config set auxiliary.compression.provider deepseek',
    '<%= config.bin %> config set compression.threshold 0.8',
    '<%= config.bin %> config set model.default deepseek-chat --check',
    '<%= config.bin %> config set servers.qwen.extra_args -- -ngl 99',
    '<%= config.bin %> config set DEEPSEEK_API_KEY -   (reads the key from standard input)',
  ];
  static override strict = false;
  static override args = {
    key: Args.string({ description: 'such as compression.threshold', required: true, ignoreStdin: true }),
    value: Args.string({ description: '`-` reads it from standard input', required: true, ignoreStdin: true }),
  };
  static override flags = {
    force: Flags.boolean({ description: 'write a key that nothing reads, or a single value over a section' }),
    check: Flags.boolean({ description: 'ask the provider whether it lists the model; exit code 1 if not' }),
  };

  async run() {
    const { args, argv, flags } = await this.parse(ConfigSet);
    const { paths } = this.host;
    const values = (argv as string[]).slice(1);
    const fromStdin = values.length === 1 && args.value === '-';
    const { holdsSecret, isSecretName, setKey, toYaml } = await import('../../config/index.ts');
    const given = fromStdin ? await this.readValue(args.key, holdsSecret(args.key)) : values;
    const done = await setKey(paths, args.key, given, { force: flags.force, plugins: () => this.host.sections() });
    const { path, inPlace, ...result } = done;
    const shown = toYaml(result.value);
    this.log(`${result.key}${shown.includes('\n') ? `:\n${shown}` : ` = ${shown}`}`);
    this.log(result.changed ? `written to ${result.file}` : `unchanged: ${result.file} says so already`);
    const { err } = this.host.ui;
    for (const note of result.notes) err(`note: ${note}`);
    for (const warning of result.warnings) sayFinding(warning);
    if (inPlace) err(`note: ${writtenInPlace(result.file)}`);
    if (isSecretName(args.key) && !fromStdin) {
      const line = commandLine('hermes', 'config', 'set', result.key, '-');
      err(`hint: \`${line}\` reads it from standard input, out of sight of the shell's history`);
    }
    const check = path && (flags.check || checksUnasked()) ? await this.check(path, flags.check) : undefined;
    const warnings = result.warnings.map(({ code, message, path: at, suggestion }) => {
      return { code, message, path: at, ...(suggestion ? { suggestion } : {}) };
    });
    return { schemaVersion: 1 as const, ...result, warnings, inPlace: inPlace === true, ...(check ? { check } : {}) };
  }

  private async check(path: (string | number)[], asked: boolean): Promise<ModelCheck | undefined> {
    const { checkSetModel } = await import('../../services/set-model-check.ts');
    const check = await checkSetModel(this.host.paths, path, { env: process.env, signal: this.host.signal });
    const { state, finding } = check;
    if (state === 'no-model' && !asked) return undefined;
    sayModelCheck(check, asked);
    if (asked && state === 'not-listed' && finding?.severity === 'error') this.problems(1);
    return check;
  }

  /** What is piped in, or typed: a secret without echo, anything else up to Ctrl-D. */
  private async readValue(key: string, secret: boolean): Promise<string> {
    if (secret) return readSecret(`${key}: `, this.host);
    if (process.stdin.isTTY) this.host.ui.err('Type or paste the value, then press Ctrl-D on a line of its own.');
    return (await text(process.stdin)).replace(/\r?\n$/, '');
  }
}
