/** The real llama-server and the tiny models that tests and the quickstart use. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findBinary } from '../src/server/find-binary.ts';
import { MODEL_DEFAULTS, type ModelOptions, makeTinyModel } from './tiny-model/make.ts';
import { makeTinyProjector } from './tiny-model/mmproj.ts';

const ROOT = dirname(import.meta.dirname);
const RECIPE = join(import.meta.dirname, 'tiny-model');

export type LlamaServer =
  | { ok: true; binary: string; source: 'env' | 'path' | 'cache' | 'fetched' }
  /** Why there is none, in one line. */
  | { ok: false; reason: string };

/**
 * A real llama-server: `$HERMES_LLAMA_SERVER`, else the one on PATH, else one fetched from Debian into the cache folder.
 * Processes that ask at the same time wait for each other. Never throws.
 */
export async function ensureLlamaServer(env: NodeJS.ProcessEnv = process.env): Promise<LlamaServer> {
  const found = findBinary(env, ROOT);
  if (found.ok) return found;
  if (found.configured) return { ok: false, reason: `$HERMES_LLAMA_SERVER is not an executable: ${found.configured}` };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { ok: false, reason: 'no llama-server on PATH, and it can be fetched on Linux x86_64 only' };
  }
  const prefix = join(cacheFolder(env), 'llama.cpp');
  const known = existsSync(join(prefix, '.llama-server-install'));
  if (!known && env['HERMES_OFFLINE'] === '1') {
    return { ok: false, reason: 'no llama-server on PATH, and HERMES_OFFLINE=1 forbids fetching one' };
  }
  const install = await execa('bash', [join(import.meta.dirname, 'install-llama-server.sh'), prefix], {
    reject: false,
    all: true,
    timeout: 300_000,
  });
  if (install.exitCode === 0) {
    return { ok: true, binary: join(prefix, 'bin', 'llama-server'), source: known ? 'cache' : 'fetched' };
  }
  const said = install.all?.trim().split('\n').at(-1) ?? install.shortMessage ?? 'it did not run';
  return { ok: false, reason: `no llama-server on PATH, and fetching one failed: ${said}` };
}

/** `plain` counts bytes as tokens, `tools` calls tools by itself, `bpe` packs about 2.5 bytes of English into a token. */
export type ModelKind = 'plain' | 'tools' | 'bpe';

const KINDS: Record<ModelKind, () => Partial<ModelOptions>> = {
  plain: () => ({}),
  tools: () => ({ call: 1.9, name: 'Tiny Tool Caller' }),
  bpe: () => ({ name: 'Tiny Talker', corpus: readFileSync(join(RECIPE, 'corpus.txt'), 'utf8') }),
};

/** Path of a tiny GGUF in the cache folder, made at most once per recipe and options; safe with several processes. */
export async function ensureTinyModel(kind: ModelKind, extra: Partial<ModelOptions> = {}): Promise<string> {
  const options = { ...KINDS[kind](), ...extra };
  const folder = join(cacheFolder(process.env), 'models', recipeKey(options));
  const file = join(folder, `tiny-${kind}.gguf`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${Date.now()}`;
  writeFileSync(draft, makeTinyModel(options).file);
  renameSync(draft, file);
  return file;
}

/** Path of a projector (`--mmproj`) that belongs to the tiny models, made as they are. */
export async function ensureTinyProjector(): Promise<string> {
  const folder = join(cacheFolder(process.env), 'models', recipeKey({}));
  const file = join(folder, 'tiny-mmproj.gguf');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${Date.now()}`;
  writeFileSync(draft, makeTinyProjector(MODEL_DEFAULTS.embd));
  renameSync(draft, file);
  return file;
}

const cacheFolder = (env: NodeJS.ProcessEnv): string => env['HERMES_TEST_CACHE'] || join(ROOT, '.cache');

/** Changes with the options and with the maker itself, so that a cached model is never an outdated one. */
function recipeKey(options: Partial<ModelOptions>): string {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const name of readdirSync(RECIPE).sort()) hash.update(readFileSync(join(RECIPE, name)));
  return hash.digest('hex').slice(0, 12);
}
