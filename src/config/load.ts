import type { LoadedConfig, Paths } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { withDefaults } from './defaults.ts';
import { isMapping } from './emit.ts';
import { readEnvFile } from './env-file.ts';
import { foldLegacy } from './fold.ts';
import { interpolate } from './interpolate.ts';
import { syntaxError } from './syntax-error.ts';
import { readText } from './write.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';

/** What `loadConfig` gives, with the file itself for those who say where a value comes from. */
export interface LoadedFile extends LoadedConfig {
  source: YamlSource;
  /** The file's own data: no defaults, nothing resolved. */
  raw: Record<string, unknown>;
}

/**
 * The effective config of a home: file, legacy spellings folded, `${VAR}` resolved from `.env` over `env`, defaults
 * filled in. A missing file gives the defaults with `exists: false`.
 * Throws `config.unreadable`, `config.syntax`, `config.duplicate-key` (exit 2, with line and column), `env.unreadable`.
 */
export async function loadConfig(paths: Paths, env: NodeJS.ProcessEnv): Promise<LoadedFile> {
  const [text, dotenv] = await Promise.all([readText(paths.config, 'config.unreadable'), readEnvFile(paths.env)]);
  return configFrom(paths.config, text, { ...env, ...dotenv });
}

/** The same for a text (undefined: no file), with `.env` in `env` already. Throws what is wrong with the text. */
export function configFrom(file: string, text: string | undefined, env: LoadedConfig['env']): LoadedFile {
  const source = parseYaml(text ?? '');
  const raw = dataOf(source, file);
  const value = withDefaults(foldLegacy(interpolate(raw, env) as Record<string, unknown>));
  return { file, exists: text !== undefined, value, env, source, raw };
}

/** The root mapping of a file that parses; an empty file is an empty mapping. */
export function dataOf(source: YamlSource, file: string): Record<string, unknown> {
  const fault = syntaxError(source, file);
  if (fault) throw fault;
  let raw: unknown;
  try {
    raw = toPlain(source, { merge: true }) ?? {};
  } catch (cause) {
    throw userError('config.syntax', 'its aliases (`*name`) multiply without end', { where: { file }, cause });
  }
  if (isMapping(raw)) return raw;
  throw userError('config.syntax', `the file holds ${Array.isArray(raw) ? 'a list' : 'a single value'}, not sections`, {
    where: { file, line: 1, column: 1 },
    try: ['Write `model:` and the other sections at the left margin.'],
  });
}
