import type { Config } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';

/** What can be typed: commands, and topics such as `server`. */
type Known = Pick<Config, 'commandIDs' | 'topics'>;

/** Names the plugin that a missing command belongs to, else the commands whose names come close. */
export async function unknownCommand(id: string, config: Known): Promise<HermesError> {
  const typed = id.replaceAll(':', ' ');
  if (typed.startsWith('-')) {
    return userError('usage.invalid', `\`${typed}\` stands before the command`, { try: [`hermes COMMAND ${typed}`] });
  }
  const words = id.split(':');
  const command = words
    .map((_, i) => words.slice(0, words.length - i))
    .find((part) => config.commandIDs.includes(part.join(':')));
  if (command) {
    const name = `hermes ${command.join(' ')}`;
    const extra = words.slice(command.length).join(' ');
    return userError('usage.invalid', `\`${name}\` takes no argument \`${extra}\``, { try: [`${name} --help`] });
  }
  const [first = ''] = words;
  const plugin = FIRST_PARTY_PLUGINS.find((candidate) => candidate.commands.includes(first));
  const installed = config.commandIDs.some((one) => one.split(':')[0] === first);
  if (plugin && !installed) {
    const message = `\`hermes ${typed}\` belongs to the ${plugin.name} plugin, which is not installed`;
    return userError('plugin.not-installed', message, { try: [`hermes plugins install ${plugin.name}`] });
  }
  const { nearest } = await import('../errors/nearest.ts');
  const known = [...config.commandIDs, ...config.topics.map(({ name }) => name)].map((one) => one.replaceAll(':', ' '));
  const meant = nearest(typed, known);
  return userError('usage.unknown-command', `there is no command \`hermes ${typed}\``, {
    try: [...(meant ? [`Did you mean \`hermes ${meant}\`?`] : []), 'hermes --help'],
  });
}
