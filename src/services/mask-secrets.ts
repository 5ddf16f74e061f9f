import type { LoadedFile } from '../config/index.ts';
import { secretRoom } from '../config/index.ts';
import { maskSecret, maskTokens } from '../errors/secret-tokens.ts';

/**
 * Covers the secrets of a home in texts: keys of the config (with `${VAR}` resolved), variables of `.env` and of the
 * environment whose name says that they are secret, also as they stand inside JSON and in addresses, and whatever has the
 * form of a key. One pass over the text for all secrets. `read` gives the config as it is now; where it cannot be read,
 * the environment alone counts.
 */
export function createMasker(
  read: () => Promise<LoadedFile>,
  env: NodeJS.ProcessEnv,
  dotenv: () => Promise<Record<string, string>>,
): (text: string) => Promise<string> {
  let known: { config: LoadedFile | undefined; cover: (text: string) => string } | undefined;
  return async (text) => {
    if (text === '') return text;
    const config = await read().catch(() => undefined);
    if (!known || known.config !== config || !config) {
      const { secretValues } = await secretRoom();
      const environments = config ? [config.env, env] : [env, await dotenv().catch(() => ({}))];
      known = { config, cover: coverOf(secretValues(config?.value, environments)) };
    }
    return maskTokens(known.cover(text));
  };
}

/** Replaces each of the secrets, in every spelling in which it may stand in a text. */
function coverOf(secrets: readonly string[]): (text: string) => string {
  const spelled = new Map<string, string>();
  for (const secret of secrets) {
    const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
    for (const form of forms) if (!spelled.has(form)) spelled.set(form, maskSecret(secret));
  }
  if (spelled.size === 0) return (text) => text;
  // The longest first, so that a secret that begins with another one is covered as a whole.
  const forms = [...spelled.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(any, (found) => spelled.get(found) ?? '…');
}
