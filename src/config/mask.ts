import { isMapping } from './emit.ts';
import { hasReference } from './interpolate.ts';

/** `sk-…last4`; short secrets show nothing of themselves. The only form in which a secret is ever printed. */
export function maskSecret(secret: string): string {
  const prefix = /^[A-Za-z]{1,4}[-_]/.exec(secret)?.[0] ?? '';
  return secret.length < 12 ? '…' : `${prefix}…${secret.slice(-4)}`;
}

/** Whether the name of a key says that its value is a secret. `key_env` and the like hold names, not secrets. */
export const isSecretKey = (key: string): boolean =>
  /(?:^|[_-])(?:api[_-]?key|token|secret|password|passwd|authorization)$|^key$|[a-z]ApiKey$|^apiKey$/i.test(key);

/** A variable that belongs into `.env` rather than config.yaml. */
export const isSecretName = (name: string): boolean => /^[A-Z][A-Z0-9_]*_(?:API_KEY|TOKEN|SECRET)$/i.test(name);

/** Stand-ins that keyless servers are given; they are no secrets. */
const DUMMIES = new Set(['no-key-required', 'not-needed', 'not-required', 'placeholder', 'lm-studio', 'llama.cpp']);

/** Whether a text under a secret key is really one: no reference to the environment, no stand-in. */
export const isSecret = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 8 && !hasReference(value) && !DUMMIES.has(value.toLowerCase());

const HEADERS = new Set(['default_headers', 'extra_headers', 'headers']);

/** The data with every secret masked, for display. */
export function maskData(value: unknown, key = '', inHeaders = false): unknown {
  if (typeof value === 'string') {
    if ((inHeaders || isSecretKey(key) || isSecretName(key)) && value !== '' && !hasReference(value)) {
      return isSecret(value) || inHeaders ? maskSecret(value) : value;
    }
    return value.replace(/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1…@');
  }
  if (Array.isArray(value)) return value.map((item) => maskData(item, key, inHeaders));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, maskData(item, name, inHeaders || HEADERS.has(name))]),
  );
}

/**
 * The text of a config file with everything that looks like a secret overwritten, character by character, so that
 * offsets still fit. Works on text that does not parse.
 */
export function maskText(text: string): string {
  return text
    .replace(SECRET_LINE, (all, head: string, value: string) => (isSecret(value) ? head + overwrite(value) : all))
    .replace(/\b(?:sk|ghp|gho|hf|xox[a-z]|AIza)[-_][\w-]{8,}/g, overwrite)
    .replace(/(\bBearer\s+)([^\s"'$]{8,})/gi, (_all, head: string, value: string) => head + overwrite(value))
    .replace(/(:\/\/[^/\s:@]*:)([^/\s@]+)(?=@)/g, (_all, head: string, value: string) => head + overwrite(value));
}

const SECRET_LINE =
  /((?:^|[\s{,"'_-])(?:[\w-]*[_-])?(?:api[_-]?key|token|secret|password|passwd|authorization|key)["']?\s*:[ \t]*["']?)([^\s"',}#][^\s"',}]*)/gim;

const overwrite = (secret: string): string => '*'.repeat(secret.length);
