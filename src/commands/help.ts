import { commands } from '@oclif/plugin-help';

/** oclif's own help command, bundled so that it shares the one copy of the framework. */
export default class Help extends commands.help {
  static override summary = 'Show help for a command.';
  static override examples = ['<%= config.bin %> help server start'];
}
