import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Language, Parser, Tree } from 'web-tree-sitter';

/**
 * Loading takes about 0.2 s and happens with the first command that needs a verdict. What is kept between calls is the
 * grammar, which is the same for everybody.
 */
let loaded: Promise<{ parser: Parser; language: Language }> | undefined;

/**
 * A command as tree-sitter-bash reads it. To be freed with `delete()`. Rejects where the grammar cannot be loaded: the
 * caller then has to ask.
 */
export async function parseShell(command: string): Promise<Tree> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  const { parser } = await loaded;
  const tree = parser.parse(command);
  if (!tree) throw new Error('the parser gave no tree');
  return tree;
}

async function load(): Promise<{ parser: Parser; language: Language }> {
  const { Language, Parser } = await import('web-tree-sitter');
  await Parser.init({ wasmBinary: await wasm('web-tree-sitter/web-tree-sitter.wasm') });
  const language = await Language.load(await wasm('tree-sitter-bash/tree-sitter-bash.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  return { parser, language };
}

/** The build lays the files into `dist`, beside the bundled module or above its chunk; sources find them in their packages. */
async function wasm(path: string): Promise<Uint8Array> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const place of [`./${name}`, `../${name}`]) {
    const found = await readFile(new URL(place, import.meta.url)).catch(() => undefined);
    if (found) return found;
  }
  return readFile(createRequire(import.meta.url).resolve(path));
}
