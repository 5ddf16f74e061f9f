import { DEFAULTS } from './defaults.ts';
import { isUnset } from './edit-value.ts';
import { hasReference } from './interpolate.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, typedPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { locate } from './locate.ts';
import { isSecretName, maskSecret } from './mask.ts';
import { shownValue } from './shown-value.ts';
import { suggestKey } from './suggest.ts';

export type Origin = 'file' | 'default' | 'env';

/** What is in force for a key, with secrets masked, and who says so. */
export type Got =
  | { found: true; key: string; value: unknown; origin: Origin; line?: number }
  | { found: false; key: string; suggestion?: string };

/**
 * Looks a key up in the effective config; a name such as `DEEPSEEK_API_KEY` in the environment. `origin` is `env` where
 * the text in the file refers to a variable. Throws `usage.invalid` for what is no key.
 */
export function getValue(config: LoadedFile, key: string): Got {
  if (isSecretName(key)) {
    const name = config.env[key] ? key : key.toUpperCase();
    const secret = config.env[name];
    return secret ? { found: true, key: name, value: maskSecret(secret), origin: 'env' } : { found: false, key: name };
  }
  const path = typedPath(parseKeyPath(key), config.value);
  const value = valueAt(config.value, path);
  const name = formatKeyPath(path);
  if (value === undefined) {
    const suggestion = suggestionFor(config, path);
    return { found: false, key: name, ...(suggestion ? { suggestion } : {}) };
  }
  const origin = originOf(config, path);
  return {
    found: true,
    key: name,
    // Masked as a whole: what stands above or before a value may say that it is a secret.
    value: valueAt(shownValue(config), path),
    origin,
    ...(origin === 'default' ? {} : { line: config.source.placeOf(locate(config.source, path, 'key').start).line }),
  };
}

/** Where the value at a path comes from. */
export function originOf(config: LoadedFile, path: readonly (string | number)[]): Origin {
  const written = valueAt(config.raw, path);
  if (!isUnset(written)) return hasReference(written) ? 'env' : 'file';
  // A value that older spellings put there (`model: "name"`) differs from the default without standing at its place.
  const value = valueAt(config.value, path);
  return isUnset(value) || value === valueAt(DEFAULTS, path) || isContainer(value) ? 'default' : 'file';
}

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** The nearest key that is there: each part of what was asked for by its nearest name, as far as that goes. */
function suggestionFor(config: LoadedFile, path: KeyPath): string | undefined {
  const depth = path.findIndex((_step, i) => valueAt(config.value, path.slice(0, i + 1)) === undefined);
  const near = suggestKey(path.slice(0, depth), String(path[depth]));
  if (near === undefined) return undefined;
  const start = parseKeyPath(near);
  const whole = [...start, ...path.slice(depth + 1)];
  if (valueAt(config.value, whole) !== undefined) return formatKeyPath(whole);
  return valueAt(config.value, start) === undefined ? near : (suggestionFor(config, whole) ?? near);
}
