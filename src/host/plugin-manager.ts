import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type Config, Plugin } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { userError } from '../errors/hermes-error.ts';

/** One installed plugin. */
export interface InstalledPlugin {
  name: string;
  version: string;
  root: string;
  commands: string[];
}

/** npm says why it failed, and gives up on a registry that does not answer within seconds instead of minutes. */
const NPM_SETTINGS = {
  HERMES_NPM_LOG_LEVEL: 'error',
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '2000',
};

/** The package.json of oclif's data folder: what is installed there. */
interface Manifest {
  dependencies?: Record<string, string>;
  oclif?: { plugins?: { name: string }[] };
}

/** oclif's plugin manager, told where our plugins live and kept quiet. */
export class PluginManager {
  private readonly oclif: Config;

  constructor(oclif: Config) {
    this.oclif = oclif;
  }

  list(): InstalledPlugin[] {
    return this.oclif
      .getPluginsList()
      .filter(({ root, type }) => type === 'link' || root.startsWith(this.oclif.dataDir))
      .map(({ name, version, root, commandIDs }) => ({ name, version, root, commands: commandIDs.map(asTyped).sort() }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  find(name: string): InstalledPlugin {
    const plugin = this.list().find((candidate) => candidate.name === name);
    if (plugin) return plugin;
    const ours = FIRST_PARTY_PLUGINS.find((candidate) => candidate.package === name);
    throw userError('plugin.not-listed', `no plugin ${name} is installed`, {
      try: [ours ? `hermes plugins install ${ours.name}` : 'hermes plugins'],
    });
  }

  /** Installs what npm understands (`file:...tgz` or a name) and refuses what would hide a command of the core. */
  async install(spec: string): Promise<InstalledPlugin> {
    try {
      await this.run('plugins:install', [spec]);
    } catch (error) {
      await this.forgetRejected();
      throw error;
    }
    const installed = await this.load(await this.nameOf(spec));
    const shadowed = this.shadowedBy(installed);
    if (shadowed) {
      await this.uninstall(installed.name);
      throw userError(
        'plugin.shadows-core',
        `${installed.name} has a command \`hermes ${shadowed}\`, which is one of hermes' own; it was removed again`,
      );
    }
    return installed;
  }

  async uninstall(name: string): Promise<InstalledPlugin> {
    const plugin = this.find(name);
    await this.run('plugins:uninstall', [name]);
    this.oclif.plugins.delete(name);
    return plugin;
  }

  /** Deletes kept tarballs that no installed plugin needs any more. */
  async sweep(tarballs: string): Promise<void> {
    const needed = Object.values(await this.dependencies()).join('\n');
    for (const file of await readdir(tarballs).catch(() => [])) {
      if (!needed.includes(file)) await rm(join(tarballs, file), { force: true });
    }
  }

  /** The manager works on a copy of the config, so what it installed is taken up into ours here. */
  private async load(name: string): Promise<InstalledPlugin> {
    const plugin = new Plugin({ root: join(this.oclif.dataDir, 'node_modules', name), name, type: 'user' });
    await plugin.load();
    this.oclif.plugins.set(plugin.name, plugin);
    return this.find(plugin.name);
  }

  /** npm knows the name of what it was given: by tarball, else by the package name itself. */
  private async nameOf(spec: string): Promise<string> {
    const file = basename(spec);
    const match = Object.entries(await this.dependencies()).find(([, version]) => version.endsWith(file));
    return match?.[0] ?? spec.replace(/(?<=.)@[^/]*$/, '');
  }

  /** npm has already unpacked a package by the time it turns out to be no plugin; the manager leaves it there. */
  private async forgetRejected(): Promise<void> {
    const manifest = await this.manifest();
    const plugins = new Set((manifest.oclif?.plugins ?? []).map(({ name }) => name));
    const rejected = Object.keys(manifest.dependencies ?? {}).filter((name) => !plugins.has(name));
    for (const name of rejected) {
      delete manifest.dependencies?.[name];
      await rm(join(this.oclif.dataDir, 'node_modules', name), { recursive: true, force: true });
    }
    if (rejected.length > 0) await writeFile(this.manifestFile, JSON.stringify(manifest, null, 2));
  }

  private async dependencies(): Promise<Record<string, string>> {
    return (await this.manifest()).dependencies ?? {};
  }

  private async manifest(): Promise<Manifest> {
    return JSON.parse(await readFile(this.manifestFile, 'utf8').catch(() => '{}')) as Manifest;
  }

  private get manifestFile(): string {
    return join(this.oclif.dataDir, 'package.json');
  }

  private shadowedBy(plugin: InstalledPlugin): string | undefined {
    const own = new Set(
      this.oclif
        .getPluginsList()
        .filter(({ root }) => root === this.oclif.root)
        .flatMap(({ commandIDs }) => commandIDs.map(asTyped)),
    );
    return plugin.commands.find((command) => own.has(command));
  }

  /** The manager brings its own copy of oclif, which would print npm's lines and a spinner on our terminal. */
  private async run(id: 'plugins:install' | 'plugins:uninstall', argv: string[]): Promise<void> {
    const { commands } = await import('@oclif/plugin-plugins');
    const manager = createRequire(import.meta.resolve('@oclif/plugin-plugins'));
    const { ux } = manager('@oclif/core') as typeof import('@oclif/core');
    const said: string[] = [];
    Object.assign(ux, { stdout: (line: string) => said.push(line), stderr: (line: string) => said.push(line) });
    Object.assign(ux.action, { start: () => {}, stop: () => {} });
    Object.assign(process.env, NPM_SETTINGS);
    try {
      await commands[id].run(argv, this.oclif as never);
    } catch (error) {
      throw npmFailed(argv[0] ?? '', error, said);
    }
  }
}

const asTyped = (id: string): string => id.replaceAll(':', ' ');

function npmFailed(argument: string, error: unknown, said: readonly string[]): Error {
  const spec = argument.startsWith('file:') ? basename(argument) : argument;
  const message = error instanceof Error ? error.message : String(error);
  if (/does not exist in the registry|Invalid npm package name/.test(message)) {
    return userError('plugin.not-found', `npm found no package \`${spec}\`, or could not reach its registry`, {
      try: ['hermes plugins', 'Check the spelling and the network.'],
      cause: error,
    });
  }
  if (message.includes('plugin is invalid')) {
    return userError('plugin.not-a-plugin', `\`${spec}\` is a package, but no hermes plugin`, { cause: error });
  }
  const lines = said.flatMap((text) => text.split('\n')).map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  if (lines.some((line) => /^code (EACCES|EPERM|EROFS|ENOSPC)$/.test(line))) {
    return userError('home.not-writable', `npm cannot write the plugin folder: ${reasonIn(lines) ?? message}`, {
      cause: error,
    });
  }
  return userError('plugin.install-failed', `npm failed on \`${spec}\`: ${reasonIn(lines) ?? message}`, {
    try: ['Check the network and the disk, then run the command again.'],
    cause: error,
  });
}

/** npm surrounds its reason with details; the sentence is what is left. */
const reasonIn = (lines: readonly string[]): string | undefined =>
  lines.find((line) => line && !/^(code|syscall|path|dest|errno|A complete log|\/|\{|\})/.test(line));
