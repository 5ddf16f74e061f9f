import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT_SCHEMA, SCHEMAS } from './schema-files.ts';

/** One violation, as ajv reports it. */
export interface SchemaError {
  /** JSON pointer into the data. */
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
}

/** The options that the build compiles with, too. */
const AJV_OPTIONS = {
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  messages: false,
};

/** An ajv that knows all schema files. */
export function createAjv(options: object = {}): Ajv2020 {
  const ajv = new Ajv2020({ ...AJV_OPTIONS, ...options });
  for (const [name, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, name);
  return ajv;
}

/**
 * Every violation of the config schema. Run from the sources this compiles the schema at the first call, which costs
 * about 100 ms; the build (scripts/bundle-plugins.ts) replaces this module by the same function as ready code.
 */
export function schemaErrors(data: unknown): SchemaError[] {
  compiled ??= createAjv().getSchema(ROOT_SCHEMA);
  if (!compiled) throw new Error('the config schema is not registered');
  return compiled(data) ? [] : ((compiled.errors ?? []) as SchemaError[]);
}

/** A cache of something constant. */
let compiled: ReturnType<Ajv2020['getSchema']>;
