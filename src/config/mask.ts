import { coverParts, maskSecret, maskTokens, type Part } from '../errors/secret-tokens.ts';
import { isMapping } from './emit.ts';
import { coverOf, levelBelow, type MaskLevel, SECRET_FLAG } from './mask-levels.ts';
import { lineParts } from './mask-lines.ts';
import { secretParts, textParts } from './mask-parts.ts';

export { maskSecret } from '../errors/secret-tokens.ts';
export { holdsSecret, isSecret, isSecretKey, isSecretName } from './mask-names.ts';

/** The data with every secret masked, for display. Names of keys stay as they are: see maskKeys. */
export function maskData(value: unknown, level: MaskLevel = 'none', name = ''): unknown {
  if (typeof value === 'string') {
    return coverOf(level, value) ? coverParts(value, secretParts(value), maskSecret) : maskWords(value);
  }
  // A key or password may be written as a number.
  if (typeof value === 'number') return level === 'all' ? maskSecret(String(value)) : value;
  if (Array.isArray(value)) {
    return value.map((item, i) => maskData(item, SECRET_FLAG.test(String(value[i - 1])) ? 'all' : level, name));
  }
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskData(item, levelBelow(level, name, key), key)]),
  );
}

/** The data with names of keys that are secrets themselves masked; their paths no longer lead to them. */
export function maskKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskKeys);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskTokens(key), maskKeys(item)]));
}

/** A text for display, with what looks like a secret in it masked. */
export const maskWords = (text: string): string => coverParts(text, textParts(text), maskSecret);

/**
 * The text of a config file with everything that looks like a secret overwritten, character by character, so that
 * offsets still fit. For text that does not parse; see maskSource for text that does.
 */
export const maskText = (text: string): string => overwrite(text, [...textParts(text), ...lineParts(text)]);

/** Line breaks and the indentation behind them stay. */
export const overwrite = (text: string, parts: readonly Part[]): string =>
  coverParts(text, parts, (secret) => secret.replace(/(\r?\n[ \t]*)|./gs, (_all, feed?: string) => feed ?? '*'));
