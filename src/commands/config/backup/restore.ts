import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../../base-command.ts';
import { commandLine } from '../../../errors/command-line.ts';
import { userError } from '../../../errors/hermes-error.ts';
import { writtenInPlace } from '../../../errors/words.ts';
import { askYesNo } from '../../../ui/ask-yes-no.ts';
import { diffLines } from '../../../ui/diff-lines.ts';
import { canPrompt } from '../../../ui/output.ts';

/** Puts a backup back, byte for byte. */
export default class ConfigBackupRestore extends HermesCommand {
  static override summary = 'Put a backup of config.yaml back.';
  static override description =
    'Shows the difference, secrets masked, and asks; without a terminal it needs --yes. What is replaced is kept as a ' +
    'backup, too, so restoring the latest once more undoes it.';
  static override examples = [
    '<%= config.bin %> config backup restore',
    '<%= config.bin %> config backup restore config.yaml.2026-01-31T10-20-30-400Z --yes',
  ];
  static override args = {
    name: Args.string({ description: 'as listed; the latest if left out', default: 'latest', ignoreStdin: true }),
  };
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do not ask' }) };

  async run() {
    const { args, flags } = await this.parse(ConfigBackupRestore);
    const { paths, ui } = this.host;
    const file = paths.config;
    const { backupRoom, backupsIn } = await import('../../../config/index.ts');
    const folder = backupsIn(paths.ops);
    const { planRestore, restoreBackup } = await backupRoom();
    const { name, changes, diff } = await planRestore(folder, file, args.name);
    const result = { schemaVersion: 1 as const, file, name, diff, changed: false, inPlace: false };
    if (!changes) {
      this.log(`unchanged: ${file} is the same as ${name}`);
      return result;
    }
    for (const line of diffLines(diff)) this.log(line);
    if (!flags.yes && (!canPrompt() || this.jsonEnabled())) {
      throw userError('usage.no-terminal', `${file} would be replaced by ${name}, and there is no terminal to ask on`, {
        try: [commandLine('hermes', 'config', 'backup', 'restore', name, '--yes')],
      });
    }
    if (!flags.yes && !(await askYesNo(`Replace ${file} by ${name}?`, this.host))) {
      this.log(`${file} is as it was`);
      return result;
    }
    const done = await restoreBackup(folder, file, name);
    this.log(`restored ${name} to ${file}; the same command with no name undoes it`);
    if (done.inPlace) ui.err(`note: ${writtenInPlace(file)}`);
    return { ...result, changed: done.changed, inPlace: done.inPlace === true };
  }
}
