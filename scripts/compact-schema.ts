import type { SchemaNode } from '../src/config/schema-node.ts';

/** Keywords that decide about validity, in the subset that schemas/README.md describes. */
const DECIDING = ['type', 'enum', 'minimum', 'maximum', 'pattern'] as const;

/**
 * The bundled schema for the compiler: the same verdicts at the same places, without what only people read, and with equal
 * descriptions of keys as one definition each. Most keys are plain switches, texts and counts, so the code that ajv makes
 * of it is a tenth as long; the CLI loads it at every `config validate`.
 */
export function compactSchema(root: SchemaNode): SchemaNode {
  const definitions = new Map<string, string>();
  const done = new Map<SchemaNode, SchemaNode | true>();

  /** The place of the one definition that says the same; `true` where anything is allowed. */
  const shared = (node: SchemaNode): SchemaNode | true => {
    const known = done.get(node);
    if (known) return known;
    const compact = stripped(node);
    const text = JSON.stringify(compact);
    const name = definitions.get(text) ?? `d${definitions.size}`;
    definitions.set(text, name);
    const only = Object.keys(compact).length === 1 && compact.$ref ? compact : { $ref: `#/$defs/${name}` };
    const result = text === '{}' ? true : only;
    done.set(node, result);
    return result;
  };

  const stripped = (node: SchemaNode): SchemaNode => {
    const result: Record<string, unknown> = {};
    for (const key of DECIDING) if (node[key] !== undefined) result[key] = node[key];
    if (node.$ref) Object.assign(result, refTo(shared(target(root, node.$ref))));
    for (const key of ['properties', 'patternProperties'] as const) {
      if (node[key])
        result[key] = Object.fromEntries(Object.entries(node[key]).map(([name, child]) => [name, shared(child)]));
    }
    const { additionalProperties: others, items } = node;
    if (others !== undefined && others !== true) result['additionalProperties'] = others && shared(others);
    if (items) result['items'] = shared(items);
    return result as SchemaNode;
  };

  const { $schema, ...content } = root;
  const compact = stripped(content);
  const $defs = Object.fromEntries([...definitions].map(([text, name]) => [name, JSON.parse(text) as SchemaNode]));
  return { ...($schema ? { $schema } : {}), ...compact, $defs };
}

const refTo = (found: SchemaNode | true): SchemaNode => (found === true ? {} : found);

function target(root: SchemaNode, ref: string): SchemaNode {
  let found: unknown = root;
  for (const step of ref.replace(/^#/, '').split('/').filter(Boolean)) found = (found as Record<string, unknown>)[step];
  return found as SchemaNode;
}
