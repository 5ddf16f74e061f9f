import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ConfigSection } from '../contract/index.ts';
import type { PluginSections } from './schema.ts';
import { AJV_OPTIONS, type SchemaError } from './schema-compiler.ts';
import type { SchemaNode } from './schema-node.ts';
import { wideSection } from './wide.ts';

/**
 * Sections of plugins, ready for use. Compiled at run time, so this is loaded only where a plugin brings a section.
 * A section whose schema cannot be compiled is taken as one that allows everything.
 */
export function preparePlugins(sections: readonly ConfigSection[]): PluginSections {
  return Object.fromEntries(
    sections.map(({ name, schema, rules }) => [
      name,
      { schema: schema as SchemaNode, errors: compile(schema as SchemaNode), ...(rules ? { rules } : {}) },
    ]),
  );
}

function compile(schema: SchemaNode): (content: unknown) => SchemaError[] {
  try {
    const validate = new Ajv2020(AJV_OPTIONS).compile(wideSection(schema));
    return (content) => (validate(content) ? [] : ((validate.errors ?? []) as SchemaError[]));
  } catch {
    return () => [];
  }
}
