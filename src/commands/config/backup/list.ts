import { HermesCommand } from '../../../base-command.ts';
import { count } from '../../../errors/words.ts';
import { age } from '../../../ui/age.ts';

/** What `restore` can put back. */
export default class ConfigBackupList extends HermesCommand {
  static override summary = 'List the backups of config.yaml, the newest first.';
  static override description = 'One is kept at every write of hermes, the last five in all.';
  static override examples = ['<%= config.bin %> config backup list'];

  async run() {
    await this.parse(ConfigBackupList);
    const { paths, ui } = this.host;
    const { backupRoom, backupsIn } = await import('../../../config/index.ts');
    const folder = backupsIn(paths.ops);
    const backups = await (await backupRoom()).listBackups(folder, paths.config);
    const now = Date.now();
    const rows = backups.map(({ name, time, bytes }) => [name, age(now - Date.parse(time)), `${count(bytes)} bytes`]);
    if (rows.length === 0) this.log(`${paths.config} has no backups`);
    else this.log(ui.table([['NAME', 'AGE', 'SIZE'], ...rows]));
    return { schemaVersion: 1 as const, file: paths.config, folder, backups };
  }
}
