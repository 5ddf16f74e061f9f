import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { ServerStatus } from '../../contract/index.ts';
import { hasProblem, statusLines } from '../../ui/server-lines.ts';

/** Shows what the servers are really doing, declared or started. */
export default class ServerStatusCommand extends HermesCommand {
  static override summary = 'Show the declared and the running servers.';
  static override description =
    'States: starting, ready, busy (a request runs), unresponsive (no answer within 2 s), crashed, stopped, ' +
    'foreign (something else answers on the port of a declared server). Exit code 1 when one is crashed, ' +
    'unresponsive or foreign.';
  static override examples = ['<%= config.bin %> server status', '<%= config.bin %> server status coder --json'];
  static override args = {
    name: Args.string({ description: 'show only this one', required: false, ignoreStdin: true }),
  };

  async run(): Promise<{ schemaVersion: 1; servers: ServerStatus[] }> {
    const { args } = await this.parse(ServerStatusCommand);
    const { reportStatus } = await import('../../services/server-names.ts');
    const { servers, warnings } = await reportStatus(this.host, args.name);
    for (const warning of warnings) this.host.ui.err(`warning: ${warning}`);
    // After a warning that the config or a state file cannot be read, an empty list proves nothing.
    if (servers.length > 0 || warnings.length === 0) for (const line of statusLines(servers)) this.log(line);
    if (servers.some(hasProblem)) this.problems();
    return { schemaVersion: 1, servers };
  }
}
