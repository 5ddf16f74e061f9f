import { isAgentProvider } from '../catalog/agent-providers.ts';
import { findProvider, PROVIDERS } from '../catalog/providers.ts';
import { TASK_SYNONYMS } from '../catalog/synonyms.ts';
import { findNamed, isMapping, type LoadedFile, namedProviders, settingsRoom } from '../config/index.ts';
import type { BackgroundTask } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';

/** Throws `auxiliary.unknown-task`, with the nearest name, for a name that no task has. */
export async function requireTask(task: string, tasks: readonly BackgroundTask[], config: LoadedFile): Promise<void> {
  const { keysAt, valueAt } = await settingsRoom();
  const settings = config.value['auxiliary'];
  const single = (key: string): boolean => {
    const value = valueAt(config.defaults, ['auxiliary', key]);
    return value !== undefined && !isMapping(value);
  };
  const sections = keysAt(['auxiliary']).filter((key) => !single(key));
  const written = isMapping(settings) ? Object.keys(settings).filter((key) => isMapping(settings[key])) : [];
  const names = [...new Set([...tasks.map(({ name }) => name), ...sections, ...written])];
  if (names.includes(task)) return;
  const meant = TASK_SYNONYMS[task] || nearest(task, names);
  throw userError('auxiliary.unknown-task', `there is no background task \`${task}\``, {
    try: [...(meant ? [`Did you mean \`${meant}\`?`] : []), 'hermes auxiliary status   (lists them)'],
  });
}

/** What `hermes auxiliary set` was told: `auto`, `main`, or a provider and its model. */
export type Wanted = { provider: 'auto' | 'main'; model?: never } | { provider: string; model: string };

/**
 * Reads `PROVIDER/MODEL`; the model may hold slashes itself, and so may the name of an endpoint of the user's own. Throws
 * `usage.invalid` where a part is missing, `config.unknown-provider` for a provider that nobody knows.
 */
export function readWanted(text: string, config: LoadedFile): Wanted {
  const plain = text.trim();
  if (/^(auto|main)$/i.test(plain)) return { provider: plain.toLowerCase() as 'auto' | 'main' };
  const own = namedProviders(config)
    .flatMap(({ key, name = '' }) => [key, name].flatMap((it) => (it ? [it, `custom:${it}`] : [])))
    .filter((name) => plain.toLowerCase().startsWith(`${name.toLowerCase()}/`))
    .sort((a, b) => b.length - a.length)[0];
  const provider = own ?? plain.split('/', 1)[0] ?? '';
  const model = plain.slice(provider.length + 1);
  if (provider === '' || model === '' || /\s/.test(model)) {
    const known = findProvider(provider.toLowerCase()) ?? findNamed(config, provider);
    throw userError('usage.invalid', `${JSON.stringify(text)} is not PROVIDER/MODEL`, {
      try: [
        known ? `Name a model as well: ${provider}/MODEL` : `Name the provider, too: deepseek/${plain || 'MODEL'}`,
        'Or `main` for the main model, `auto` for the first provider that has a key.',
      ],
    });
  }
  if (/^main$/i.test(provider)) return { provider: 'main', model };
  const known =
    findProvider(provider.toLowerCase()) || (isAgentProvider(provider) && !/^(auto|none|moa)$/i.test(provider));
  if (!own && !known) throw unknownProvider(provider, config);
  return { provider, model };
}

function unknownProvider(provider: string, config: LoadedFile): Error {
  const names = [...PROVIDERS.map(({ id }) => id), ...namedProviders(config).flatMap(({ key }) => (key ? [key] : []))];
  const meant = nearest(provider, names);
  return userError('config.unknown-provider', `\`${provider}\` is no provider that anything defines`, {
    try: [
      ...(meant ? [`Did you mean \`${meant}\`?`] : []),
      `Known: ${names.join(', ')}`,
      `An endpoint of your own: hermes config set providers.${provider}.base_url URL`,
    ],
  });
}
