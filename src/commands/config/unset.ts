import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { plural, writtenInPlace } from '../../errors/words.ts';

/** Removes one key; the rest of the file keeps every byte. */
export default class ConfigUnset extends HermesCommand {
  static override summary = 'Remove one key from config.yaml, or a name such as DEEPSEEK_API_KEY from .env.';
  static override description =
    'Comments and layout stay as they are, and the old config.yaml is kept as a backup. Afterwards the default is in ' +
    'force, which is shown.';
  static override examples = [
    '<%= config.bin %> config unset compression.threshold',
    '<%= config.bin %> config unset custom_providers.0',
    '<%= config.bin %> config unset DEEPSEEK_API_KEY',
  ];
  static override args = {
    key: Args.string({ description: 'such as compression.threshold', required: true, ignoreStdin: true }),
  };

  async run() {
    const { args } = await this.parse(ConfigUnset);
    const { toYaml, unsetKey } = await import('../../config/index.ts');
    const { inPlace, ...result } = await unsetKey(this.host.paths, args.key, process.env);
    const { key, file, removed, now } = result;
    this.log(`removed ${key}${removed > 1 ? `, ${plural(removed, 'value')},` : ''} from ${file}`);
    if (now?.origin === 'environment') this.log(`${key} is still set in the environment of this process`);
    else if (now) {
      const shown = toYaml(now.value);
      const who = now.origin === 'default' ? 'the default' : 'from the file';
      this.log(shown.includes('\n') ? `now in force (${who}):\n${shown}` : `now in force: ${shown} (${who})`);
    } else this.log('it has no default');
    if (inPlace) this.host.ui.err(`note: ${writtenInPlace(file)}`);
    return { schemaVersion: 1 as const, key, file, removed, now: now ?? null, inPlace: inPlace === true };
  }
}
