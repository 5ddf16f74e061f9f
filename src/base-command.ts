import { Command, Flags } from '@oclif/core';
import type { CoreHost } from './host/core-host.ts';
import { createHost } from './host/core-host.ts';

/** What every command of the core has: `--json`, `--home`, the host, and one way to fail. */
export abstract class HermesCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    home: Flags.string({
      description: 'folder of config.yaml instead of $HERMES_HOME or ~/.hermes',
      helpValue: 'DIR',
      helpGroup: 'GLOBAL',
    }),
  };

  private cachedHost: CoreHost | undefined;

  /** The live core for this run. The home folder was fixed before any command was loaded. */
  protected get host(): CoreHost {
    this.cachedHost ??= createHost(this.config);
    return this.cachedHost;
  }

  /**
   * Ends with code 1 after the result has been printed: the command worked, what it looked at has problems. With 2:
   * part of it could not be looked at.
   */
  protected problems(exit: 1 | 2 = 1): void {
    process.exitCode = exit;
  }

  /** Whatever a document quotes, printing it must not act on the terminal. */
  protected override logJson(document: unknown): void {
    this.host.ui.out(this.host.ui.json(document));
  }

  protected override async _run<T>(): Promise<T> {
    const result = await super._run<T>();
    this.host.keepResult(result);
    return result;
  }

  protected override async catch(error: Error & { code?: string }): Promise<void> {
    if (error.code === 'EEXIT') throw error;
    const command = this.id?.replaceAll(':', ' ');
    this.host.failed(error, { json: this.jsonEnabled(), command, usageHints: this.usageHints() });
  }

  /** What to try first when the arguments cannot be understood, where a command knows a common slip. */
  protected usageHints(): string[] {
    return [];
  }

  protected override async finally(): Promise<void> {
    this.host.settle();
  }
}
