import { isStandIn } from '../errors/secret-tokens.ts';
import { hasReference } from './interpolate.ts';

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

/** More names whose values are never shown, although no rule speaks about them. */
const HIDDEN =
  /^x-auth(?:-|$)|(?:^|[_-])(?:cookies?|api[_-]?keys|passwords|password_hash)$|^(?:apiKeys|(?:proxy-)?authorization)$/i;
const HIDDEN_VARIABLE = /^[A-Z][A-Z0-9_]*_(?:PAT|PASS|PWD|CREDS|AUTH)$/;

/** Whether what stands under a key is covered wherever it would be shown. */
export const isHiddenKey = (key: string): boolean => isSecretKey(key) || HIDDEN.test(key) || HIDDEN_VARIABLE.test(key);

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

/** What keyless servers are given, in more spellings, and words for "no" or "as usual". */
const NO_KEY =
  /^(?:sk-)?(?:no|not|none|nokey|dummy|fake|test|local|empty|unused|ignored|anything|whatever|lm-?studio|ollama|vllm|llama)(?:[-_ ]?(?:an?[-_])?(?:key|api[-_]?key|needed|required|used|secret|token|cpp|local|studio))*$|^(?:auto|true|false|yes|on|off|null|nil|na|n\/a)$/i;

/** Names of variables, in the ways that other programs refer to them. */
const VARIABLE =
  /^(?:\$\{?[A-Z_][A-Z0-9_]*\}?|\$\([^()]*\)|%[A-Z_]\w*%|\{env:\w+\}|env:[A-Z_]\w*|os\.environ\/\w+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET|PASSWORD|PAT))$/;

/** The address of a secret in a vault. */
const VAULT = /^(?:op:\/\/|(?:vault|keyring|bitwarden|bws):)[\w ./#:-]+$/;

/** Whether a text may be shown although it stands under a secret key; a text with references is looked at in parts. */
export const isReadable = (text: string): boolean => {
  const value = text.trim();
  return (
    value === '' ||
    DUMMIES.has(value.toLowerCase()) ||
    (value.length <= 200 &&
      (isStandIn(value) || NO_KEY.test(value) || VARIABLE.test(value) || VAULT.test(value) || FILE.test(value)))
  );
};
