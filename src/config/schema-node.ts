/** A schema node as schemas/README.md describes it. */
export interface SchemaNode {
  $schema?: string;
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  default?: unknown;
  examples?: unknown[];
  deprecated?: boolean;
  writeOnly?: boolean;
  properties?: Record<string, SchemaNode>;
  patternProperties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
  'x-unit'?: string;
  'x-moved'?: string;
  'x-removed'?: boolean;
  'x-spellings'?: Record<string, string>;
  'x-hint'?: string;
  'x-reader'?: 'hermes' | 'both';
  'x-related'?: string[];
  'x-checks'?: string[];
}

/** Types that a value may have, and those of the words in `enum`. */
export function typesOf(node: SchemaNode): string[] {
  const types = node.type === undefined ? [] : [node.type].flat();
  const named = node.enum?.map((word) => typeof word) ?? [];
  return [...new Set([...types, ...named])];
}
