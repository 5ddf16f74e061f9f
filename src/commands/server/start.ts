import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { StartedServer } from '../../server/index.ts';
import { foreignFlagHint } from '../../ui/foreign-flags.ts';
import { startedLines } from '../../ui/server-lines.ts';

/** Runs llama-server in the background and returns when it serves. */
export default class ServerStart extends HermesCommand {
  static override summary = 'Start llama-server in the background and wait until it serves.';
  static override description =
    'NAME is an entry of `servers` in config.yaml; without it the only declared one, else "default". ' +
    'Everything after `--` goes to llama-server as it is and wins over the flags here.';
  static override examples = [
    '<%= config.bin %> server start -m qwen.gguf',
    '<%= config.bin %> server start coder -m qwen.gguf --port 8001 --save -- -ngl 99 -fa on',
  ];
  static override args = {
    name: Args.string({ description: 'name of the server', required: false, ignoreStdin: true }),
  };
  static override flags = {
    model: Flags.string({ char: 'm', description: 'GGUF file', helpValue: 'FILE' }),
    'ctx-size': Flags.string({
      char: 'c',
      description: 'context window of all slots together, in tokens (default 65536)',
      helpValue: 'N',
    }),
    host: Flags.string({ description: 'address to listen on (default 127.0.0.1)' }),
    port: Flags.integer({ description: 'port to listen on (default 8000)', min: 1, max: 65_535 }),
    parallel: Flags.integer({ description: 'slots that the window is divided among (default 1)', min: 1 }),
    'api-key-env': Flags.string({ description: 'variable of .env that holds the key to ask for', helpValue: 'NAME' }),
    timeout: Flags.integer({ description: 'seconds until it has to serve', default: 300, min: 1, helpValue: 'S' }),
    save: Flags.boolean({ description: 'write what is given here into config.yaml', default: false }),
  };

  protected override usageHints(): string[] {
    return foreignFlagHint(this.argv, ServerStart.flags);
  }

  async run(): Promise<StartedServer & { schemaVersion: 1; saved: boolean }> {
    // llama-server's own flags would be taken for unknown ones of ours.
    const end = this.argv.indexOf('--');
    const own = end === -1 ? this.argv : this.argv.slice(0, end);
    const extraArgs = end === -1 ? [] : this.argv.slice(end + 1);
    const { args, flags } = await this.parse(ServerStart, own);
    const { startConfiguredServer } = await import('../../services/start-server.ts');
    const result = await this.host.ui.step('Starting llama-server', (progress) =>
      startConfiguredServer(this.host, {
        name: args.name,
        model: flags.model,
        ctxSize: flags['ctx-size'],
        host: flags.host,
        port: flags.port,
        parallel: flags.parallel,
        apiKeyEnv: flags['api-key-env'],
        extraArgs,
        save: flags.save,
        timeoutMs: flags.timeout * 1000,
        signal: this.host.signal,
        progress,
      }),
    );
    for (const warning of result.warnings) this.host.ui.err(`warning: ${warning}`);
    for (const line of startedLines(result)) this.log(line);
    return { schemaVersion: 1, ...result };
  }
}
