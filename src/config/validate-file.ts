import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { userError } from '../errors/hermes-error.ts';
import { readEnvFile } from './env-file.ts';
import { readText } from './read-file.ts';
import type { PluginSections } from './schema.ts';
import { decodeText } from './text-encoding.ts';
import { type ValidatedFile, validateBytes } from './validate.ts';

export interface ValidateOptions {
  /** Environment of the process; the `.env` beside a file is laid over it. */
  env: Readonly<Record<string, string | undefined>>;
  /** Sections that plugins bring, asked for only where a file has one that the core does not know. */
  plugins?: () => Promise<PluginSections>;
}

/** Reads and checks a file. Throws `config.not-found`, `config.unreadable` and `env.unreadable` (exit 2). */
export async function validateFile(file: string, options: ValidateOptions): Promise<ValidatedFile> {
  const bytes = await readFile(file).catch(async (error: NodeJS.ErrnoException) => {
    // Says why, in words; undefined where there is no file.
    if ((await readText(file, 'config.unreadable')) !== undefined) throw error;
    return undefined;
  });
  if (bytes === undefined) {
    const remedy =
      basename(file) === 'config.yaml' ? 'hermes init' : 'Check the path; `hermes config path` prints the one in use.';
    throw userError('config.not-found', 'there is no such file', { where: { file }, try: [remedy] });
  }
  // Throws for what is no text at all.
  if (!decodeText(bytes)) await readText(file, 'config.unreadable');
  const env = { ...options.env, ...(await readEnvFile(join(dirname(file), '.env'))) };
  return checkBytes(bytes, file, { ...options, env });
}

/** The same for what was read already, such as standard input. */
export async function checkBytes(bytes: Uint8Array, file: string, options: ValidateOptions): Promise<ValidatedFile> {
  const found = validateBytes(bytes, file, options.env);
  const foreign = found.diagnostics.some(({ code, path }) => code === 'config.unknown-key' && !/[.[]/.test(path));
  const plugins = foreign ? ((await options.plugins?.()) ?? {}) : {};
  return Object.keys(plugins).length > 0 ? validateBytes(bytes, file, options.env, plugins) : found;
}
