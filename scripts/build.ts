/**
 * Builds what is run and published: the CLI bundled into dist/ (commands, host and libraries as one graph of chunks, so
 * that every library is loaded once), each first-party plugin bundled and packed into plugins/NAME.tgz, and the
 * manifests that let oclif know all commands without loading them.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Plugin } from '@oclif/core';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { BUNDLE_PLUGINS, PLUGIN_BUNDLE_PLUGINS } from './bundle-plugins.ts';

const root = dirname(import.meta.dirname);

/** Used by few commands and loaded on demand. */
const EXTERNAL = ['@oclif/plugin-plugins', 'execa', 'listr2'];

/** Files that a plugin's libraries read at run time; they are laid beside the bundle. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  agent: ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'],
};

/** What bundled CommonJS modules expect to find around them in an ES module; given to the files that use it only. */
const COMMONJS_GLOBALS = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
].join('\n');

const COMMON: BuildOptions = {
  outdir: 'dist',
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  logLevel: 'warning',
};

async function buildCore(): Promise<void> {
  const fresh = `.cache/dist-${process.pid}`;
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    outdir: fresh,
    entryPoints: globSync('src/{commands/**/*,host/{main,help,host-hook,command-not-found}}.ts', { cwd: root }),
    external: EXTERNAL,
    plugins: BUNDLE_PLUGINS,
    metafile: true,
  });
  giveGlobals(join(root, fresh));
  writeFileSync(join(root, fresh, 'THIRD-PARTY-LICENSES.txt'), licences(metafile, root));
  writeFileSync(join(root, '.cache/modules-by-chunk.json'), JSON.stringify(modulesByChunk(metafile)));
  // Swapped in at once, so that a CLI started meanwhile finds a whole one.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(join(root, fresh), join(root, 'dist'));
  await writeManifest(root);
}

function giveGlobals(folder: string): void {
  for (const name of globSync('**/*.js', { cwd: folder })) {
    const file = join(folder, name);
    const code = readFileSync(file, 'utf8');
    if (/\b(require|__filename|__dirname)\b/.test(code)) writeFileSync(file, `${COMMONJS_GLOBALS}\n${code}`);
  }
}

/** Which source and library modules each file of dist/ holds: the start-up test reads it. */
function modulesByChunk(metafile: Metafile): Record<string, string[]> {
  const entries = Object.entries(metafile.outputs).map(([file, { inputs }]): [string, string[]] => [
    file.replace(/^\.cache\/[^/]+\//, ''),
    Object.keys(inputs),
  ]);
  return Object.fromEntries(entries);
}

/** The licence texts of the packages that a bundle contains, which their licences ask to pass on. */
function licences(metafile: Metafile, base: string, more: readonly string[] = []): string {
  const folders = [...Object.keys(metafile.inputs), ...more].flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  return [...new Set(folders)]
    .sort()
    .map((name) => join(base, name))
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const [file] = readdirSync(folder).filter((entry) => /^licen[cs]e/i.test(entry));
      return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

async function buildPlugin(name: string): Promise<void> {
  const folder = join(root, 'src/plugins', name);
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: folder,
    // Native packages come with the plugin's installation.
    external: Object.keys(dependencies),
    // What runs in a process of its own is a file of its own.
    entryPoints: globSync('src/{commands/**/*,contribute,**/*-process}.ts', { cwd: folder }),
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: PLUGIN_BUNDLE_PLUGINS,
    metafile: true,
  });
  giveGlobals(join(folder, 'dist'));
  const beside = (BESIDE[name] ?? []).map((file) => `../../../node_modules/${file}`);
  for (const file of beside) copyFileSync(join(folder, file), join(folder, 'dist', basename(file)));
  writeFileSync(join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), licences(metafile, folder, beside));
  await writeManifest(folder);
  pack(folder, join(root, 'plugins', `${name}.tgz`));
}

/** oclif reads commands, flags and help from this file instead of loading every command. */
async function writeManifest(folder: string): Promise<void> {
  const file = join(folder, 'oclif.manifest.json');
  rmSync(file, { force: true });
  const plugin = new Plugin({ root: folder, ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  writeFileSync(file, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

function pack(folder: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const out = mkdtempSync(join(dirname(target), '.pack-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder });
  const [tarball] = readdirSync(out);
  if (!tarball) throw new Error(`npm pack made nothing of ${folder}`);
  renameSync(join(out, tarball), target);
  rmSync(out, { recursive: true });
}

await buildCore();
for (const name of readdirSync(join(root, 'src/plugins'))) {
  if (existsSync(join(root, 'src/plugins', name, 'package.json'))) await buildPlugin(name);
}
