import { readdirSync, readFileSync } from 'node:fs';
import type { SchemaNode } from './schema-node.ts';

export const ROOT_SCHEMA = 'config.schema.json';

const FOLDER = new URL('../../schemas/', import.meta.url);

/**
 * The schema files of config.yaml by name, as they are written (schemas/README.md says how); `$ref` in them is relative
 * to these names. Read at the first call; the build (scripts/bundle-plugins.ts) puts their text in place of this module.
 */
export function schemaFiles(): Readonly<Record<string, SchemaNode>> {
  files ??= Object.fromEntries(
    [ROOT_SCHEMA, ...readdirSync(new URL('sections/', FOLDER)).map((name) => `sections/${name}`)].map((name) => [
      name,
      JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as SchemaNode,
    ]),
  );
  return files;
}

/** A cache of something constant. */
let files: Readonly<Record<string, SchemaNode>> | undefined;
