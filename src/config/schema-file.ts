import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userError } from '../errors/hermes-error.ts';
import { isMapping } from './emit.ts';
import type { PluginSections } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';
import { bundledSchema, wideSection } from './wide.ts';
import { followLink, writeError } from './write.ts';

/** The schema of the whole file for editors; a plugin's section that is no usable schema is left out. */
export function publishedSchema(plugins: PluginSections = {}): SchemaNode {
  return bundledSchema(Object.fromEntries(Object.entries(plugins).filter(([, { schema }]) => isUsable(schema))));
}

function isUsable(schema: SchemaNode): boolean {
  try {
    wideSection(schema);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes the schema into a file, as a whole or not at all; a new file has mode 0600. `kept`: it is there already, byte
 * for byte. What is no JSON Schema is never replaced (`usage.invalid`). Errors of the file system pass through.
 */
export async function writeSchema(file: string, plugins: PluginSections = {}): Promise<'created' | 'updated' | 'kept'> {
  const text = `${JSON.stringify(publishedSchema(plugins), null, 2)}\n`;
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw writeError(error, file);
  });
  if (before === text) return 'kept';
  if (before !== undefined && before.trim() !== '' && !isSchema(before)) {
    throw userError('usage.invalid', `${file} holds something else than a JSON Schema, so it is not replaced`, {
      where: { file },
      try: ['Name another file, or remove this one first.'],
    });
  }
  await put(await followLink(file), text, file);
  return before === undefined ? 'created' : 'updated';
}

async function put(target: string, text: string, file: string): Promise<void> {
  const { putFile } = await import('../state/index.ts');
  const done = await putFile(target, Buffer.from(text)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw writeError(error, file);
    const folder = dirname(target);
    throw userError('usage.invalid', `the folder ${folder} does not exist`, { where: { file: folder }, cause: error });
  });
  if (done) return;
  throw userError('home.not-writable', `${file} belongs to somebody else or is mounted on its own`, {
    where: { file },
    try: ['Name another file.'],
  });
}

function isSchema(text: string): boolean {
  try {
    const data: unknown = JSON.parse(text);
    return isMapping(data) && typeof data['$schema'] === 'string';
  } catch {
    return false;
  }
}
