import { Ajv2020 } from 'ajv/dist/2020.js';
import { AJV_OPTIONS, type SchemaError } from './schema-compiler.ts';
import { bundledSchema } from './wide.ts';

/**
 * Every violation of the config schema. Run from the sources this compiles the schema at the first call; the build
 * (scripts/bundle-plugins.ts) replaces this module by the same function as ready code.
 */
export function schemaErrors(data: unknown): SchemaError[] {
  compiled ??= new Ajv2020(AJV_OPTIONS).compile(bundledSchema());
  return compiled(data) ? [] : ((compiled.errors ?? []) as SchemaError[]);
}

/** A cache of something constant. */
let compiled: ReturnType<Ajv2020['compile']> | undefined;
