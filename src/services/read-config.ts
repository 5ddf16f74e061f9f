import type { Difference, GetOptions, Got, LoadedFile, PluginSections, Shown, ShowOptions } from '../config/index.ts';
import type { Paths } from '../contract/index.ts';

/** What reading needs of the host. */
export interface ReadHost {
  paths: Paths;
  /** Sections of config.yaml that installed plugins bring; asked for only where they matter, since it loads them. */
  sections(): Promise<PluginSections>;
}

/** The value of a key; throws `config.no-such-key`, `usage.invalid` and what is wrong with config.yaml. */
export async function readKey(
  host: ReadHost,
  key: string,
  options: Omit<GetOptions, 'plugins'>,
  env: NodeJS.ProcessEnv,
): Promise<Extract<Got, { found: true }>> {
  const { getValue, loadConfig } = await import('../config/index.ts');
  const plugins = await sectionsFor(host, key);
  return getValue(await loadConfig(host.paths, env, plugins), key, { ...options, plugins });
}

/** Sections of plugins where the key may be in one of them. */
export async function sectionsFor(host: ReadHost, key: string): Promise<PluginSections> {
  const { coreSections, isSecretName } = await import('../config/index.ts');
  const [section = ''] = /^[^.[]*/.exec(key) ?? [];
  return isSecretName(key) || (await coreSections()).includes(section) ? {} : host.sections();
}

/** The config for display; `effective` includes the sections of plugins. */
export async function readAll(
  host: ReadHost,
  options: ShowOptions,
  env: NodeJS.ProcessEnv,
): Promise<Shown & { config: LoadedFile }> {
  const { loadConfig, showConfig } = await import('../config/index.ts');
  const config = await loadConfig(host.paths, env, options.effective ? await host.sections() : {});
  return { config, ...(await showConfig(config, options)) };
}

/** What the file changes. */
export async function readDifferences(
  host: ReadHost,
  env: NodeJS.ProcessEnv,
): Promise<{ config: LoadedFile; changes: Difference[] }> {
  const { coreSections, differences, loadConfig } = await import('../config/index.ts');
  const config = await loadConfig(host.paths, env);
  const core = new Set(await coreSections());
  if (Object.keys(config.raw).every((name) => core.has(name))) return { config, changes: await differences(config) };
  const plugins = await host.sections();
  const whole = await loadConfig(host.paths, env, plugins);
  return { config: whole, changes: await differences(whole, plugins) };
}
