import { Help, toStandardizedId } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { unknownCommand } from './unknown-command.ts';

/** oclif's help, plus the commands that an uninstalled plugin would add. */
export default class HermesHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => !word.startsWith('-'));
    const id = toStandardizedId(words.join(' '), this.config);
    const [first = ''] = words;
    const known = words.length === 0 || this.config.findTopic(first) || this.config.findCommand(first);
    if (!known) throw await unknownCommand(id, this.config);
    await super.showHelp(argv);
  }

  override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    const missing = FIRST_PARTY_PLUGINS.filter((plugin) => !this.config.plugins.has(plugin.package));
    if (missing.length === 0) return;
    const rows = missing.flatMap(({ name, summary, commands }) =>
      commands.map((command): [string, string] => [command, `${summary} (hermes plugins install ${name})`]),
    );
    this.log(this.section('INSTALLABLE', rows));
    this.log('');
  }
}
