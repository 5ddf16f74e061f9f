import type { LoadedConfig, Paths } from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import { defaultValues, withDefaults } from './defaults.ts';
import { isMapping } from './emit.ts';
import { envLines, parseEnv } from './env-file.ts';
import { foldLegacy } from './fold.ts';
import { interpolate } from './interpolate.ts';
import { readText } from './read-file.ts';
import type { PluginSections } from './schema.ts';
import { syntaxError } from './syntax-error.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';

/** What `loadConfig` gives, with the file itself for those who say where a value comes from. */
export interface LoadedFile extends LoadedConfig {
  source: YamlSource;
  /** The file's own data: no defaults, nothing resolved. */
  raw: Record<string, unknown>;
  /** What holds where the file says nothing. */
  defaults: Readonly<Record<string, unknown>>;
  /** The line of `.env` on which each of its variables stands. */
  dotenv: Readonly<Record<string, number>>;
}

/**
 * The effective config of a home: file, legacy spellings folded, `${VAR}` resolved from `.env` over `env`, defaults
 * filled in. A missing file gives the defaults with `exists: false`.
 * Throws `config.unreadable`, `config.syntax`, `config.duplicate-key` (exit 2, with line and column), `env.unreadable`.
 */
export async function loadConfig(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  plugins: PluginSections = {},
): Promise<LoadedFile> {
  const [text, dotenv] = await Promise.all([
    readText(paths.config, 'config.unreadable'),
    readText(paths.env, 'env.unreadable'),
  ]);
  const brought =
    Object.keys(plugins).length === 0 ? {} : (await import('./section-defaults.ts')).pluginDefaults(plugins);
  const config = configFrom(paths.config, text, { ...env, ...parseEnv(dotenv ?? '') }, brought);
  return { ...config, dotenv: envLines(dotenv ?? '') };
}

/** The same for a text (undefined: no file), with `.env` in `env` already. Throws what is wrong with the text. */
export function configFrom(
  file: string,
  text: string | undefined,
  env: LoadedConfig['env'],
  pluginDefaults: Readonly<Record<string, unknown>> = {},
): LoadedFile {
  const source = parseYaml(text ?? '');
  const raw = dataOf(source, file);
  const defaults = defaultValues(pluginDefaults);
  const value = withDefaults(foldLegacy(interpolate(raw, env) as Record<string, unknown>), defaults);
  return { file, exists: text !== undefined, value, env, source, raw, defaults, dotenv: {} };
}

/** The root mapping of a file that parses; an empty file is an empty mapping. */
export function dataOf(source: YamlSource, file: string): Record<string, unknown> {
  const fault = syntaxError(source, file);
  if (fault) throw fault;
  let raw: unknown;
  try {
    raw = toPlain(source, { merge: true }) ?? {};
  } catch (cause) {
    const message = isHermesError(cause) ? cause.message : 'its aliases (`*name`) multiply without end';
    throw userError('config.syntax', message, { where: { file }, cause });
  }
  if (isMapping(raw)) return raw;
  throw userError('config.syntax', `the file holds ${Array.isArray(raw) ? 'a list' : 'a single value'}, not sections`, {
    where: { file, line: 1, column: 1 },
    try: ['Write `model:` and the other sections at the left margin.'],
  });
}
