import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { StoppedServer } from '../../server/index.ts';
import { stoppedLine } from '../../ui/server-lines.ts';

/** Ends servers that hermes started; never touches another process. */
export default class ServerStop extends HermesCommand {
  static override summary = 'Stop a server, or all of them.';
  static override examples = ['<%= config.bin %> server stop', '<%= config.bin %> server stop --all'];
  static override args = {
    name: Args.string({ description: 'which one; needed when several run', required: false, ignoreStdin: true }),
  };
  static override flags = {
    all: Flags.boolean({ description: 'stop every server', default: false }),
    grace: Flags.integer({
      description: 'seconds it may take to end by itself before it is killed',
      default: 10,
      min: 0,
      helpValue: 'S',
    }),
  };

  async run(): Promise<{ schemaVersion: 1; servers: StoppedServer[] }> {
    const { args, flags } = await this.parse(ServerStop);
    const { stopServers } = await import('../../services/server-names.ts');
    const { servers, warnings, failures } = await stopServers(this.host, args.name, {
      all: flags.all,
      graceMs: flags.grace * 1000,
    });
    for (const warning of warnings) this.host.ui.err(`warning: ${warning}`);
    if (servers.length + failures.length === 0) this.log('No server is running.');
    for (const server of servers) this.log(stoppedLine(server));
    const [failure, ...more] = failures;
    for (const { message } of more) this.host.ui.err(`error: ${message}`);
    if (failure) throw failure;
    if (servers.some(({ ended }) => ended === 'foreign')) this.problems();
    return { schemaVersion: 1, servers };
  }
}
