import { parse } from 'yaml';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import type { KeyPath } from './key-path.ts';
import { type SchemaNode, typesOf } from './schema-node.ts';
import { at, nameOf } from './value-words.ts';

/** A list or map in quotes, as `hermes config set KEY '[...]'` of other programs writes it. References may be in it. */
export function jsonTextFinding(path: KeyPath, node: SchemaNode, value: unknown): Finding | undefined {
  if (typeof value !== 'string' || !/^\s*(?:\[.*\]|\{.*\})\s*$/s.test(value)) return undefined;
  const types = typesOf(node);
  const meant = parsed(value);
  const kind = Array.isArray(meant) ? 'array' : isMapping(meant) ? 'object' : undefined;
  if (!kind || !types.includes(kind)) return undefined;
  return {
    ...at(path),
    code: 'config.json-text',
    message: `${nameOf(path)} is ${kind === 'array' ? 'a list' : 'a section'} written as one text, so nothing in it is read`,
    suggestion: 'remove the quotes around it',
    fix: { title: `write it as a ${kind === 'array' ? 'list' : 'section'}`, edits: [{ path, value: meant }] },
  };
}

/** The text as JSON, or as YAML in the flow style; undefined where it is neither. */
function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    return undefined;
  }
}
