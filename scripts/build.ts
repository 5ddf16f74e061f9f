/** Bundles the CLI (commands, host and libraries in one graph of chunks) into dist/ and writes oclif.manifest.json. */
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);
/** Loaded on demand by few commands, so not worth a place in the bundle. */
const EXTERNAL = ['@oclif/plugin-plugins', 'openai', 'execa', 'listr2'];

/** What bundled CommonJS modules expect to find around them in an ES module. */
export const COMMONJS_GLOBALS = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
].join('\n');

export async function buildCore(): Promise<void> {
  rmSync(`${root}/dist`, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: globSync('src/{commands/**,host}/*.ts', { cwd: root }),
    outdir: 'dist',
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: EXTERNAL,
    banner: { js: COMMONJS_GLOBALS },
    logLevel: 'warning',
  });
  await writeManifest(root);
}

/** oclif reads commands, flags and help from this file instead of loading every command. */
export async function writeManifest(folder: string): Promise<void> {
  rmSync(`${folder}/oclif.manifest.json`, { force: true });
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({
    root: folder,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  } as never);
  await plugin.load();
  writeFileSync(`${folder}/oclif.manifest.json`, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

if (import.meta.main) await buildCore();
