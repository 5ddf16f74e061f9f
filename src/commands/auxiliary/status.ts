import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { taskDetail, taskLines } from '../../ui/auxiliary-lines.ts';

/** Shows who does which background task, and how that came about. */
export default class AuxiliaryStatusCommand extends HermesCommand {
  static override summary = 'Show which model does which background task, and why.';
  static override description =
    'With a TASK, every step of the decision, who is asked next when that model fails, and where the time limit comes ' +
    'from. Nothing is sent, unless --check asks the providers whether they list the models (GET requests, at most 3 s). ' +
    'Exit code 1 when a task cannot be done as it is configured.';
  static override examples = [
    '<%= config.bin %> auxiliary status',
    '<%= config.bin %> auxiliary status compression',
    '<%= config.bin %> auxiliary status --check --json',
  ];
  static override args = {
    task: Args.string({ description: 'show only this one, in detail', required: false, ignoreStdin: true }),
  };
  static override flags = {
    check: Flags.boolean({ description: 'ask the providers whether they list the models' }),
  };

  async run() {
    const { args, flags } = await this.parse(AuxiliaryStatusCommand);
    const { auxiliaryStatus } = await import('../../services/auxiliary-status.ts');
    const [room, config] = [await this.host.auxiliary(), await this.host.config()];
    const signal = flags.check ? this.host.signal : undefined;
    const status = await auxiliaryStatus({ room, config, task: args.task, check: flags.check, signal });
    const lines = args.task === undefined ? taskLines(status.tasks) : status.tasks.flatMap(taskDetail);
    for (const line of lines) this.log(line);
    if (args.task === undefined) for (const note of status.notes) this.host.ui.err(`note: ${note}`);
    if (status.tasks.some(({ state }) => state === 'problem')) this.problems();
    return { schemaVersion: 1 as const, ...status };
  }
}
