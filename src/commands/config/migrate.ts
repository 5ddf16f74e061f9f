import { Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { plural, writtenInPlace } from '../../errors/words.ts';
import { diffLines } from '../../ui/diff-lines.ts';

/** Older spellings by their present ones. */
export default class ConfigMigrate extends HermesCommand {
  static override summary = 'Write the present names of older keys in config.yaml; comments are kept.';
  static override description =
    'Everything else keeps every byte, and the old content is kept as a backup. A text `model:` and both forms of ' +
    'provider lists are current and stay. `_config_version` is never touched: only Hermes Agent raises it, when it ' +
    'has made its own changes.';
  static override examples = ['<%= config.bin %> config migrate --dry-run', '<%= config.bin %> config migrate'];
  static override flags = { 'dry-run': Flags.boolean({ description: 'show what would be done, write nothing' }) };

  async run() {
    const { flags } = await this.parse(ConfigMigrate);
    const { paths, ui } = this.host;
    const { backupsIn, migrateFile } = await import('../../config/index.ts');
    const options = { backups: backupsIn(paths.ops), dryRun: flags['dry-run'], plugins: await this.host.sections() };
    const { inPlace, ...result } = await migrateFile(paths.config, options);
    for (const line of diffLines(result.diff)) this.log(line);
    const done = plural(result.migrated.length, 'key');
    if (result.written) this.log(`${done} migrated in ${paths.config}; \`hermes config backup restore\` undoes it`);
    else if (result.migrated.length > 0) this.log(`${done} would be migrated in ${paths.config}`);
    else this.log(`nothing to migrate in ${paths.config}`);
    for (const { key, reason } of result.left) this.log(`left: \`${key}\`: ${reason}`);
    if (inPlace) ui.err(`note: ${writtenInPlace(paths.config)}`);
    return { schemaVersion: 1 as const, file: paths.config, ...result, inPlace: inPlace === true };
  }
}
