import { join } from 'node:path';
import type { Config } from '@oclif/core';
import { FIRST_PARTY_PLUGINS, type FirstPartyPlugin } from '../catalog/plugins.ts';
import type { Paths } from '../contract/index.ts';
import { ensureOps, withLock } from '../state/index.ts';
import { type InstalledPlugin, PluginManager } from './plugin-manager.ts';
import { refreshSchema } from './refresh-schema.ts';

/** What the `hermes plugins` commands do. Names are short ones of first-party plugins or package names. */
export interface Plugins {
  list(): InstalledPlugin[];
  /** First-party plugins that are not installed. */
  installable(): FirstPartyPlugin[];
  find(name: string): Promise<InstalledPlugin>;
  /** By first-party name, tarball, folder or npm name; always from a packed copy of our keeping. */
  install(input: string): Promise<InstalledPlugin>;
  uninstall(name: string): Promise<InstalledPlugin>;
}

/** `waiting`: what happens while another process installs or removes plugins of the same home. */
export function createPlugins(
  oclif: Config,
  paths: Paths,
  waiting: { signal: AbortSignal; onWait: () => void },
): Plugins {
  const manager = new PluginManager(oclif);
  const source = () => import('../services/plugin-source.ts');
  const tarballFolder = () => ensureOps(paths.ops, 'plugins', 'tarballs');
  /** npm and oclif rewrite the same files without a lock of their own. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> =>
    withLock(join(await ensureOps(paths.ops, 'plugins'), '.lock'), waiting, work);
  return {
    list: () => manager.list(),
    installable: () => FIRST_PARTY_PLUGINS.filter((plugin) => !oclif.plugins.has(plugin.package)),
    find: async (name) => manager.find((await source()).packageName(name)),
    install: (input) =>
      alone(async () => {
        const { resolvePlugin } = await source();
        const tarballs = await tarballFolder();
        const found = await resolvePlugin(input, { root: oclif.root, tarballs, cwd: paths.cwd });
        try {
          const installed = await manager.install(found.kind === 'tarball' ? `file:${found.file}` : found.name);
          await refreshSchema(oclif, paths);
          return installed;
        } finally {
          await manager.sweep(tarballs);
        }
      }),
    uninstall: (name) =>
      alone(async () => {
        const removed = await manager.uninstall((await source()).packageName(name));
        await manager.sweep(await tarballFolder());
        await refreshSchema(oclif, paths);
        return removed;
      }),
  };
}
