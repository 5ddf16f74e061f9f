import { isMapping } from './emit.ts';
import { hasReference } from './interpolate.ts';

/** `sk-…last4`; short secrets show nothing of themselves. The only form in which a secret is ever printed. */
export function maskSecret(secret: string): string {
  const prefix = /^[A-Za-z]{1,4}[-_]/.exec(secret)?.[0] ?? '';
  return secret.length < 12 ? '…' : `${prefix}…${secret.slice(-4)}`;
}

const WORDS = 'key|token|secret|password|passwd|passphrase|credentials?|authorization';
const SECRET_KEY = new RegExp(`(?:^|[_-])(?:api)?(?:${WORDS})$`, 'i');
const CAMEL_SECRET_KEY = /[a-z](?:Key|Token|Secret|Password|Passphrase)$/;

/** Names of that form that hold no secret: keyboard shortcuts, sort orders, the open half of a key pair. */
const NOT_SECRET = /(?:^|[_-])(?:public|record|push_to_talk|hot|shortcut|sort|primary|cache)[_-]?key$/i;

/** Whether the name of a key says that its value is a secret. `key_env` and the like hold names, not secrets. */
export const isSecretKey = (key: string): boolean =>
  (SECRET_KEY.test(key) || CAMEL_SECRET_KEY.test(key)) && !NOT_SECRET.test(key);

/** A variable that belongs into `.env` rather than config.yaml. The usual endings count in lower case, too. */
export const isSecretName = (name: string): boolean =>
  /^[A-Z][A-Z0-9_]*_(?:API_KEY|TOKEN|SECRET)$/i.test(name) ||
  /^[A-Z][A-Z0-9_]*_(?:KEY|PASSWORD|PASSPHRASE)$/.test(name);

/** Whether what `hermes config set` is told to set is a secret: such a variable, or a key of the config like `api_key`. */
export const holdsSecret = (key: string): boolean => isSecretName(key) || isSecretKey(key.split('.').at(-1) ?? '');

/** Stand-ins that keyless servers are given; they are no secrets. */
const DUMMIES = new Set(['no-key-required', 'not-needed', 'not-required', 'placeholder', 'lm-studio', 'llama.cpp']);

/** `credentials: ~/account.json` says where a secret is, not what it is. */
const FILE = /^(?:~|\.{1,2})?\/\S*\.(?:json|pem|key|crt|txt|toml|ini|ya?ml)$/i;

/** What stands under a secret key without being one: nothing, a reference to the environment, a stand-in, a path. */
const isHarmless = (text: string): boolean =>
  text === '' || hasReference(text) || DUMMIES.has(text.toLowerCase()) || FILE.test(text);

/** Whether a text under a secret key is really one, as far as one can tell. */
export const isSecret = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 8 && !isHarmless(value);

const HEADERS = new Set(['default_headers', 'extra_headers', 'headers']);

/** A flag whose value, the next word, is a secret: `--api-key`, `--hf-token`. */
const SECRET_FLAG = /^--?[\w-]*(?:key|token|secret|password)$/i;

/** The data with every secret masked, for display. */
export function maskData(value: unknown, secret = false): unknown {
  if (typeof value === 'string') return secret ? maskValue(value) : coverTokens(value, maskSecret);
  // A key or password may be written as a number.
  if (typeof value === 'number') return secret ? maskSecret(String(value)) : value;
  if (Array.isArray(value)) {
    return value.map((item, i) => maskData(item, secret || SECRET_FLAG.test(String(value[i - 1]))));
  }
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      maskData(item, secret || isSecretKey(name) || HEADERS.has(name)),
    ]),
  );
}

const maskValue = (text: string): string => (isHarmless(text) ? text : maskSecret(text));

/**
 * The text of a config file with everything that looks like a secret overwritten, character by character, so that
 * offsets still fit. Works on text that does not parse.
 */
export const maskText = (text: string): string => coverTokens(text, (secret) => '*'.repeat(secret.length));

/** Covers what looks like a secret inside any text. */
function coverTokens(text: string, cover: (secret: string) => string): string {
  const covered = (all: string, head: string, value: string) => (isSecret(value) ? head + cover(value) : all);
  return text
    .replace(SECRET_LINE, covered)
    .replace(SECRET_ARGUMENT, covered)
    .replace(/\b(?:(?:sk|pk)[-_]|gh[a-z]_|github_pat_|hf_|xox[a-z]-|AIza)[\w-]{8,}/g, cover)
    .replace(/(\bBearer\s+)([^\s"'$]{8,})/gi, (_all, head: string, value: string) => head + cover(value))
    .replace(/(:\/\/[^/\s:@]*:)([^/\s@]+)(?=@)/g, (_all, head: string, value: string) => head + cover(value));
}

/** `api_key: VALUE`, quoted or not. */
const SECRET_LINE = new RegExp(
  String.raw`((?:^|[\s{,"'_-])(?:[\w-]*[_-])?(?:api[_-]?)?(?:${WORDS})["']?\s*:[ \t]*["']?)([^\s"',}#][^\s"',}]*)`,
  'gim',
);

/** `--api-key VALUE`, `--api-key=VALUE`, and both words as items of a list. */
const SECRET_ARGUMENT =
  /((?:^|[\s[,"'])--?[\w-]*(?:key|token|secret|password)["']?(?:\s*[,=]\s*|\s+)(?:-\s+)?["']?)([^\s"',\]}]+)/gim;
