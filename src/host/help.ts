import { Help, type Interfaces, toStandardizedId } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { unknownCommand } from './unknown-command.ts';

/** The words that help is asked about: those before the first flag other than the one that asks for it. */
function subjectOf(argv: readonly string[]): string[] {
  const words = argv.filter((word) => word !== '--help' && word !== '-h');
  const end = words.findIndex((word) => word.startsWith('-'));
  return end < 0 ? words : words.slice(0, end);
}

/** `a:b:c`, `a:b`, `a`. */
const prefixes = (id: string): string[] =>
  id.split(':').map((_, i, parts) => parts.slice(0, parts.length - i).join(':'));

const hasNoArgs = (config: Interfaces.Config, id: string): boolean =>
  Object.keys(config.findCommand(id)?.args ?? {}).length === 0;

/** oclif's help, plus the commands that an uninstalled plugin would add. */
export default class HermesHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const words = subjectOf(argv);
    const id = toStandardizedId(words.join(' '), this.config);
    const command = prefixes(id).find((one) => this.config.findCommand(one));
    if (words.length === 0 || this.config.findTopic(id) || command === id) return super.showHelp(argv);
    // What follows a command is an argument of it, unless commands may follow there that take none.
    const takes = command !== undefined && !(this.config.findTopic(command) && hasNoArgs(this.config, command));
    if (!takes) throw await unknownCommand(id, this.config);
    await super.showHelp([command]);
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
