import type { Host } from '@hermes-ops/contract';
import { Command, type Config, Flags } from '@oclif/core';

/**
 * The running core, asked for by hook because a plugin cannot import it. Only the answer of the root package counts:
 * another plugin may register the same hook.
 */
export async function findHost(config: Config): Promise<Host> {
  const { successes } = await config.runHook('hermes:host' as never, {} as never);
  const answer = successes.find(({ plugin }) => plugin.root === config.root);
  const host = answer?.result as Host | undefined;
  if (host?.apiVersion !== 1) {
    throw new Error(`this plugin needs a hermes that speaks plugin contract 1, not ${host?.apiVersion ?? 'none'}`);
  }
  return host;
}

/** Base of a plugin's commands: the same global flags, `--json` rules and failures as the core's own. */
export abstract class HermesCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    home: Flags.string({
      description: 'folder of config.yaml instead of $HERMES_HOME or ~/.hermes',
      helpValue: 'DIR',
      helpGroup: 'GLOBAL',
    }),
  };

  protected host!: Host;

  override async init(): Promise<void> {
    await super.init();
    this.host = await findHost(this.config);
  }

  /** Ends with code 1 after the result has been printed: the command worked, what it looked at has problems. */
  protected problems(): void {
    process.exitCode = 1;
  }

  /** Whatever a document quotes, printing it must not act on the terminal. */
  protected override logJson(document: unknown): void {
    this.host.ui.out(this.host.ui.json(document));
  }

  protected override async _run<T>(): Promise<T> {
    const result = await super._run<T>();
    this.host?.keepResult(result);
    return result;
  }

  protected override async catch(error: Error & { code?: string }): Promise<void> {
    if (error.code === 'EEXIT' || !this.host) throw error;
    this.host.failed(error, { json: this.jsonEnabled(), command: this.id?.replaceAll(':', ' ') });
  }

  protected override async finally(): Promise<void> {
    this.host?.settle();
  }
}
