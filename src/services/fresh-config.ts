import { stat } from 'node:fs/promises';
import { type LoadedFile, loadConfig, type PluginSections } from '../config/index.ts';
import type { Paths } from '../contract/index.ts';

/**
 * The effective config as the files are now: read again when config.yaml or .env has changed, so that a long
 * conversation sees what was set meanwhile. Throws what `loadConfig` throws.
 */
export function freshConfig(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  sections: () => Promise<PluginSections> = async () => ({}),
): () => Promise<LoadedFile> {
  let known: { mark: string; config: Promise<LoadedFile> } | undefined;
  return async () => {
    const mark = (await Promise.all([paths.config, paths.env].map(markOf))).join(' ');
    if (known?.mark !== mark) known = { mark, config: sections().then((plugins) => loadConfig(paths, env, plugins)) };
    return known.config;
  };
}

/** Changes with every write to a file: `-` where there is none. */
async function markOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino}:${found.size}:${found.mtimeNs}` : '-';
}
