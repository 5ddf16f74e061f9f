import { Args, loadHelpClass } from '@oclif/core';
import { commands } from '@oclif/plugin-help';

/** oclif's own help command, bundled so that it shares the one copy of the framework. */
export default class Help extends commands.help {
  static override summary = 'Show help for a command.';
  static override examples = ['<%= config.bin %> help server start'];
  static override args = { command: Args.string({ description: 'command to show help for', ignoreStdin: true }) };

  /** As oclif has it, but with the arguments of this class: those of its own take what is piped in for a command. */
  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Help);
    const HelpClass = await loadHelpClass(this.config);
    await new HelpClass(this.config, { all: flags['nested-commands'] }).showHelp(argv as string[]);
  }
}
