import { sameAddress } from '../catalog/addresses.ts';
import type { Provider } from '../catalog/providers.ts';
import { isApiKey, type LoadedFile, maskSecret, NOT_AN_API_KEY, referenceName, spelledIn } from '../config/index.ts';
import type { LoadedConfig } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { userError } from '../errors/hermes-error.ts';
import type { SavedEndpoint } from './model-types.ts';
import { type Dialogue, type Key, keyValue, type ModelSetup } from './model-types.ts';

/** Variable for the key of a custom endpoint: `HERMES_CUSTOM_<HOST>_<PORT>_API_KEY`, as the public Hermes Agent names it. */
export const keyName = (baseUrl: string): string =>
  `HERMES_CUSTOM_${hostLabel(baseUrl)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')}_API_KEY`;

/** Asks without echo until the answer is nothing, `-` or a key. */
async function askKey(dialogue: Dialogue, prompt: string): Promise<string> {
  for (;;) {
    const typed = await dialogue.askSecret(prompt);
    if (typed === '' || isApiKey(typed)) return typed;
    dialogue.say(`That is ${NOT_AN_API_KEY}.`);
  }
}

const fromEnv = (name: string, config: LoadedConfig): Key => {
  const value = config.env[name];
  return { kind: 'env', name, ...(value ? { value } : {}) };
};

/** A key text of the config file: a reference names its variable; a key in plain text is new, so it moves into `.env`. */
function keyOf(resolved: string | undefined, written: unknown, baseUrl: string, config: LoadedConfig): Key {
  if (!resolved) return { kind: 'none' };
  const reference = referenceName(written);
  return reference ? fromEnv(reference, config) : { kind: 'new', name: keyName(baseUrl), value: resolved };
}

/** The key that a saved entry names. */
export function savedKey({ entry, raw, baseUrl }: SavedEndpoint, config: LoadedConfig): Key {
  if (entry.key_env) return fromEnv(entry.key_env, config);
  return keyOf(entry.api_key, raw[spelledIn(raw, 'api_key')], baseUrl, config);
}

/** The key that the config has for an address: of its saved entry, else of `model` when that is its address. */
export function knownKey(config: LoadedFile, saved: SavedEndpoint | undefined, baseUrl: string): Key {
  if (saved) return savedKey(saved, config);
  const { base_url: own, api_key: key } = config.value.model;
  if (!own || !sameAddress(own, baseUrl)) return { kind: 'none' };
  const written = config.raw['model'] as Record<string, unknown> | undefined;
  return keyOf(key, written?.['api_key'] ?? written?.['api'], baseUrl, config);
}

/** The key that the flags name; undefined when they say nothing. Throws `usage.invalid`, `model.key-not-set`. */
export function keyFromFlags({ answers, config, dialogue }: ModelSetup, newName: string): Key | undefined {
  if (answers.apiKey !== undefined) {
    if (isApiKey(answers.apiKey)) return { kind: 'new', name: newName, value: answers.apiKey };
    throw userError('usage.invalid', `standard input holds ${answers.apiKey === '' ? 'nothing' : NOT_AN_API_KEY}`, {
      where: { flag: '--api-key-stdin' },
      try: ['hermes model --api-key-stdin ... < FILE', 'Leave the flag out for a server without a key.'],
    });
  }
  const name = answers.apiKeyEnv;
  if (name === undefined) return undefined;
  // The text is not repeated: somebody may have given the key itself.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw userError('usage.invalid', '--api-key-env takes the name of a variable, not a key', {
      where: { flag: '--api-key-env' },
      try: ['--api-key-env DEEPSEEK_API_KEY', 'or give the key itself on standard input with --api-key-stdin'],
    });
  }
  const key = fromEnv(name, config);
  if (keyValue(key) !== undefined) return key;
  const shown = /^[A-Z0-9_]+$/.test(name) ? name : 'the variable that --api-key-env names';
  const message = `${shown} is set neither in the environment nor in .env`;
  if (answers.verify) {
    throw userError('model.key-not-set', message, {
      where: { flag: '--api-key-env' },
      try: [`Add the line ${/^[A-Z0-9_]+$/.test(name) ? name : 'NAME'}=... to .env, or use --api-key-stdin.`],
    });
  }
  dialogue.warn(message);
  return key;
}

/** The key of a custom endpoint: flag, else question, else the one that is saved for it. */
export async function chooseKey(setup: ModelSetup, baseUrl: string, before: Key): Promise<Key> {
  const name = keyName(baseUrl);
  const given = keyFromFlags(setup, name);
  if (given) return given;
  if (!setup.dialogue.interactive) return before;
  const known = keyValue(before);
  const hint = known === undefined ? 'optional' : `Enter keeps ${maskSecret(known)}, - for none`;
  const typed = await askKey(setup.dialogue, `API key [${hint}]: `);
  if (typed === '') return before;
  return typed === '-' ? { kind: 'none' } : { kind: 'new', name, value: typed };
}

/**
 * The key of a cloud provider, which has its own variable: environment, `.env`, standard input, else a question.
 *
 * @param again the one that is known was refused, so it is asked for even if there is one
 */
export async function chooseProviderKey(
  setup: ModelSetup,
  provider: Provider,
  name: string,
  again: boolean,
): Promise<Key> {
  const { answers, dialogue } = setup;
  if (answers.apiKeyEnv !== undefined && answers.apiKeyEnv !== name) {
    throw userError('usage.invalid', `${provider.name} reads its key from ${name} only`, {
      where: { flag: '--api-key-env' },
      try: [`Put the key into ${name}: hermes config set ${name} -`],
    });
  }
  const given = keyFromFlags(setup, name);
  if (given) return given;
  const before = fromEnv(name, setup.config);
  const known = keyValue(before);
  if (known !== undefined && !again) return before;
  const hint = known === undefined ? 'Enter to add it later' : `Enter keeps ${maskSecret(known)}`;
  const typed = dialogue.interactive ? await askKey(dialogue, `API key of ${provider.name} [${hint}]: `) : '';
  if (typed !== '') return { kind: 'new', name, value: typed };
  if (known === undefined && !dialogue.interactive && answers.verify) {
    throw userError(
      'model.key-not-set',
      `${name} is not set, so ${provider.name} cannot be verified; nothing was written`,
      {
        exit: 1,
        try: [`hermes config set ${name} -`, 'Or write it unverified: add --no-verify'],
      },
    );
  }
  if (known === undefined) {
    dialogue.warn(
      `${name} is not set, so ${provider.name} was not verified and will refuse every request. Set it: hermes config set ${name} -`,
    );
  }
  return before;
}

/** For a second try: what the flags said about the key was wrong, so it is asked for. */
export const withoutKeyFlags = (setup: ModelSetup): ModelSetup => ({
  ...setup,
  answers: { ...setup.answers, apiKey: undefined, apiKeyEnv: undefined },
});
