import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';
import { userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';

/** What `npm install` is to be given: a tarball of our own keeping, or a package name for the registry. */
export type PluginSource = { kind: 'tarball'; file: string } | { kind: 'registry'; name: string };

export interface SourceOptions {
  /** Folder of the running CLI: `plugins/` in it holds the packed first-party plugins. */
  root: string;
  /** Existing folder that keeps the installed tarballs, because npm reads them again at every later install. */
  tarballs: string;
  cwd: string;
}

/**
 * Turns what the user typed into something installable: a first-party name, a tarball, a folder (packed first), or an
 * npm package name. Short first-party names and misspellings of them never reach the registry, where anybody could own
 * them.
 * Errors: plugin.not-found, plugin.pack-failed.
 */
export async function resolvePlugin(input: string, options: SourceOptions): Promise<PluginSource> {
  const name = withoutVersion(input);
  const firstParty = FIRST_PARTY_PLUGINS.find((plugin) => name === plugin.name || name === plugin.package);
  if (firstParty) {
    return keep(join(options.root, 'plugins', `${firstParty.name}.tgz`), options.tarballs);
  }
  const path = resolve(options.cwd, input);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return pack(path, options.tarballs);
  if (found?.isFile()) return keep(path, options.tarballs);
  if (looksLikePath(input)) {
    throw userError('plugin.not-found', `there is no plugin at ${path}`, { where: { file: path } });
  }
  const meant = nearest(
    name,
    FIRST_PARTY_PLUGINS.map((plugin) => plugin.name),
  );
  if (meant) {
    throw userError('plugin.not-found', `there is no plugin \`${name}\``, {
      try: [`Did you mean \`hermes plugins install ${meant}\`?`],
    });
  }
  return { kind: 'registry', name: input };
}

/** The package name behind a short name: `benchmark` is `@hermes-ops/plugin-benchmark`. */
export const packageName = (input: string): string =>
  FIRST_PARTY_PLUGINS.find(({ name }) => name === withoutVersion(input))?.package ?? input;

/** `benchmark@1.2.0` is `benchmark`: ours come in the version of this hermes. */
const withoutVersion = (input: string): string => input.replace(/(?<=.)@[^@/]*$/, '');

const looksLikePath = (input: string): boolean =>
  isAbsolute(input) || input.startsWith('.') || input.endsWith('.tgz') || input.endsWith('.tar.gz');

/** Copies a tarball under a name that changes with its content, so that npm's cache never serves an older one. */
async function keep(file: string, folder: string): Promise<PluginSource> {
  const content = await readFile(file).catch((cause: unknown) => {
    throw userError('plugin.not-found', `the packed plugin ${file} is missing`, {
      where: { file },
      try: ['In a checkout: npm run build', 'Else install hermes again: the package is incomplete.'],
      cause,
    });
  });
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const kept = join(folder, `${basename(file).replace(/\.(tgz|tar\.gz)$/, '')}-${digest}.tgz`);
  await copyFile(file, kept);
  return { kind: 'tarball', file: kept };
}

async function pack(folder: string, tarballs: string): Promise<PluginSource> {
  const { execa } = await import('execa');
  const out = await mkdtemp(join(tmpdir(), 'hermes-pack-'));
  try {
    const packed = await execa('npm', ['pack', '--json', '--pack-destination', out], { cwd: folder, reject: false });
    const file = packed.exitCode === 0 ? tarballOf(packed.stdout) : undefined;
    if (!file) {
      throw userError('plugin.pack-failed', `npm could not pack ${folder}: ${lastLine(packed.stderr)}`, {
        where: { file: folder },
        try: [`Run \`npm pack\` in ${folder} and mend what it reports.`],
      });
    }
    return await keep(join(out, file), tarballs);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** `npm pack --json` prints an array (npm 10, 11) or a map by package name (npm 12), after whatever prepack printed. */
function tarballOf(stdout: string): string | undefined {
  const start = stdout.search(/^[[{]/m);
  if (start === -1) return undefined;
  const [first] = Object.values(JSON.parse(stdout.slice(start)) as Record<string, { filename?: string }>);
  return first?.filename;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? 'it said nothing';
