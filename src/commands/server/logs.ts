import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { whenOutputCloses } from '../../ui/output.ts';

interface LogsResult {
  schemaVersion: 1;
  name: string;
  log: string;
  lines: string[];
}

/** Prints a server's log, which holds all its runs. */
export default class ServerLogs extends HermesCommand {
  static override summary = "Print the end of a server's log, or follow it.";
  static override examples = ['<%= config.bin %> server logs', '<%= config.bin %> server logs coder -f'];
  static override args = {
    name: Args.string({ description: 'name of the server', required: false, ignoreStdin: true }),
  };
  static override flags = {
    follow: Flags.boolean({ char: 'f', description: 'go on until Ctrl-C', default: false, exclusive: ['json'] }),
    lines: Flags.integer({ char: 'n', description: 'how many lines', default: 50, min: 0, helpValue: 'N' }),
  };

  async run(): Promise<LogsResult> {
    const { args, flags } = await this.parse(ServerLogs);
    const { serverForLogs } = await import('../../services/server-names.ts');
    const name = await serverForLogs(this.host, args.name);
    const log = await (await this.host.server()).logs(name, { lines: flags.lines });
    this.host.ui.err(log.file);
    for (const line of log.lines) this.log(line);
    if (flags.follow) {
      const signal = AbortSignal.any([this.host.signal, whenOutputCloses()]);
      for await (const line of log.follow(signal)) this.log(line);
    }
    return { schemaVersion: 1, name, log: log.file, lines: log.lines };
  }
}
