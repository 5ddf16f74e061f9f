import type { Config } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { userError } from '../errors/hermes-error.ts';

/** Names the plugin that a missing command belongs to, else the commands whose names come close. */
export default async function (this: { config: Config }, options: { id: string; config: Config }): Promise<never> {
  const typed = options.id.replaceAll(':', ' ');
  const [first = ''] = options.id.split(':');
  const plugin = FIRST_PARTY_PLUGINS.find((candidate) => candidate.commands.includes(first));
  if (plugin) {
    throw userError(
      'plugin.not-installed',
      `\`hermes ${typed}\` belongs to the ${plugin.name} plugin, which is not installed`,
      {
        try: [`hermes plugins install ${plugin.name}`],
      },
    );
  }
  const { default: levenshtein } = await import('fastest-levenshtein');
  const known = options.config.commandIDs.map((id) => id.replaceAll(':', ' '));
  throw userError('usage.unknown-command', `there is no command \`hermes ${typed}\``, {
    try: [`Did you mean \`hermes ${levenshtein.closest(typed, known)}\`?`, 'hermes --help'],
  });
}
