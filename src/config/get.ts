import type { ValueOrigin } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { maskTokens } from '../errors/secret-tokens.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, typedPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { hasMainPart, mainPart } from './main-keys.ts';
import { isSecretName, maskData, maskKeys, maskSecret } from './mask.ts';
import { originFinder, variableOrigin } from './origin.ts';
import { type PluginSections, schemaAt } from './schema.ts';
import { shownValue } from './shown-value.ts';
import { suggestPath } from './suggest.ts';

/** What is in force for a key, with secrets masked, and who says so. `known`: something reads such a key. */
export type Got =
  | ({ found: true; key: string; value: unknown; known: boolean } & ValueOrigin)
  | { found: false; key: string; known: boolean; suggestion?: string };

export interface GetOptions {
  plugins?: PluginSections;
  /** What holds where the file says nothing, instead of what is in force. */
  default?: boolean;
  /** Every key of a section, also those of `model`, `compression` and `auxiliary` that few people change. */
  effective?: boolean;
}

/**
 * Looks a key up in the effective config; a name such as `DEEPSEEK_API_KEY` in the environment. `origin` is `env` where
 * the text in the file refers to a variable. Throws `usage.invalid` for what is no key.
 */
export function getValue(config: LoadedFile, key: string, options: GetOptions = {}): Got {
  if (isSecretName(key)) return secretValue(config, key, options);
  const { plugins = {} } = options;
  const path = typedPath(parseKeyPath(key), config.value);
  const node = schemaAt(path, plugins);
  const name = maskTokens(formatKeyPath(path));
  const known = node !== 'unknown';
  const fallback = valueAt(config.defaults, path) ?? (typeof node === 'string' ? undefined : node.default);
  if (options.default) {
    const value = hasMainPart(path) && !options.effective ? mainDefaults(config, path) : fallback;
    return value === undefined || value === null
      ? missing(path, known, plugins)
      : { found: true, key: name, value: maskData(value), known, origin: 'default' };
  }
  // Masked as a whole: what stands above or before a value may say that it is a secret.
  const shown = shownValue(config);
  const value = valueAt(options.effective || !hasMainPart(path) ? shown : mainPart(config, shown), path);
  if (value !== undefined)
    return { found: true, key: name, value: maskKeys(value), known, ...originFinder(config)(path) };
  // An entry that is there has the defaults of its keys: `servers.qwen.port`.
  if (fallback !== undefined && valueAt(config.value, path.slice(0, -1)) !== undefined) {
    return { found: true, key: name, value: fallback, known, origin: 'default' };
  }
  return missing(path, known, plugins);
}

const mainDefaults = (config: LoadedFile, path: KeyPath): unknown =>
  valueAt(mainPart({ ...config, raw: {} }, { ...config.defaults }), path);

function secretValue(config: LoadedFile, key: string, options: GetOptions): Got {
  const name = config.env[key] ? key : key.toUpperCase();
  const secret = config.env[name];
  if (!secret || options.default) return { found: false, key: name, known: true };
  const variables = [variableOrigin(config, name)];
  return { found: true, key: name, value: maskSecret(secret), known: true, origin: 'env', variables };
}

function missing(path: KeyPath, known: boolean, plugins: PluginSections): Got {
  const suggestion = known ? undefined : suggestPath(path, plugins);
  return { found: false, key: formatKeyPath(path), known, ...(suggestion ? { suggestion } : {}) };
}

/** Why there is nothing to print, and where to look instead. `hint` is a command line that takes a key. */
export function noSuchKey(
  { key, known, suggestion }: Got & { found: false },
  asked: 'value' | 'default',
  hint: string,
) {
  if (known) {
    const secret = isSecretName(key);
    const what = asked === 'default' ? 'has no default' : secret ? 'is not set' : 'is not set and has no default';
    return userError('config.no-such-key', `\`${key}\` ${what}`, {
      where: { key },
      try: secret ? [`hermes config set ${key} -`] : [`hermes config explain ${key}`, `hermes config set ${key} VALUE`],
    });
  }
  return userError('config.no-such-key', `nothing reads \`${key}\`: there is no such key`, {
    where: { key },
    try: [
      ...(suggestion ? [suggestion.includes('<') ? `Did you mean \`${suggestion}\`?` : `${hint} ${suggestion}`] : []),
      'hermes config explain   (lists all sections)',
    ],
  });
}
