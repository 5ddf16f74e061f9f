import { DEFAULTS } from './defaults.ts';
import { isUnset } from './edit-value.ts';
import { hasReference } from './interpolate.ts';
import { formatKeyPath, parseKeyPath, typedPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { locate } from './locate.ts';
import { isSecretName, maskData, maskSecret } from './mask.ts';
import { suggestKey } from './suggest.ts';

export type Origin = 'file' | 'default' | 'env';

/** What is in force for a key, with secrets masked, and who says so. */
export type Got =
  | { found: true; key: string; value: unknown; source: Origin; line?: number }
  | { found: false; key: string; suggestion?: string };

/**
 * Looks a key up in the effective config; a name such as `DEEPSEEK_API_KEY` in the environment. `source` is `env` where
 * the text in the file refers to a variable. Throws `usage.invalid` for what is no key.
 */
export function getValue(config: LoadedFile, key: string): Got {
  if (isSecretName(key)) {
    const secret = config.env[key];
    return secret ? { found: true, key, value: maskSecret(secret), source: 'env' } : { found: false, key };
  }
  const path = typedPath(parseKeyPath(key), config.value);
  const value = valueAt(config.value, path);
  const name = formatKeyPath(path);
  if (value === undefined) return { found: false, key: name, ...suggestionFor(config, path) };
  const source = originOf(config, path);
  return {
    found: true,
    key: name,
    value: maskData(value, String(path.at(-1))),
    source,
    ...(source === 'default' ? {} : { line: config.source.placeOf(locate(config.source, path, 'key').start).line }),
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

/** The nearest key that is there, with the rest of what was asked for where that exists, too. */
function suggestionFor(config: LoadedFile, path: readonly (string | number)[]): { suggestion?: string } {
  const depth = path.findIndex((_step, i) => valueAt(config.value, path.slice(0, i + 1)) === undefined);
  const near = suggestKey(path.slice(0, depth), String(path[depth]));
  if (near === undefined) return {};
  const whole = [...parseKeyPath(near), ...path.slice(depth + 1)];
  return { suggestion: valueAt(config.value, whole) === undefined ? near : formatKeyPath(whole) };
}
