import type { Severity } from '../contract/index.ts';
import { nearest } from '../errors/nearest.ts';
import { isUnset } from './edit-value.ts';
import type { Finding } from './finding.ts';
import { hostRemedy } from './host-remedy.ts';
import { hasReference } from './interpolate.ts';
import { jsonTextFinding } from './json-text-finding.ts';
import type { KeyPath } from './key-path.ts';
import { schemaAt } from './schema.ts';
import { type SchemaNode, typesOf } from './schema-node.ts';
import { shapeRemedy } from './shape-remedy.ts';
import { percentFinding, tokensBeside } from './share-finding.ts';
import { scalarRemedy } from './type-remedy.ts';
import { urlRemedy } from './url-remedy.ts';
import { at, nameOf, show, typeName } from './value-words.ts';
import { booleanWord } from './words.ts';

/**
 * What is wrong with a value that the schema does not allow, with one root cause; undefined where readers of the file
 * take it after all (not set, `${VAR}`, a word for a switch). `data` is the whole file.
 */
export function valueFinding(path: KeyPath, node: SchemaNode, value: unknown, data: unknown): Finding | undefined {
  if (isUnset(value)) return undefined;
  const json = jsonTextFinding(path, node, value);
  if (json || hasReference(value)) return json;
  const types = typesOf(node);
  if (types.includes('boolean') && typeof value !== 'object' && booleanWord(value) !== undefined) return undefined;
  return (
    percentFinding(path, node, value) ??
    (node.enum && (typeof value === 'string' || types.length === 1) && typeof value !== 'object'
      ? enumFinding(path, node, value)
      : undefined) ??
    formatFinding(path, node, value) ??
    rangeFinding(path, node, value) ??
    typeFinding(path, types, node, value, data)
  );
}

function enumFinding(path: KeyPath, node: SchemaNode, value: unknown): Finding {
  const words = (node.enum ?? []).map(String);
  const meant = nearest(String(value), words);
  return {
    ...at(path),
    severity: severityOfWord(path),
    code: 'config.enum',
    message: `${nameOf(path)} must be one of ${words.join(', ')}, not ${show(path, value)}`,
    ...(meant ? { suggestion: `did you mean \`${meant}\`?` } : {}),
  };
}

/**
 * Hermes Agent takes its default for a word that it does not know, and newer versions may know more, so that is a
 * warning; in a section that this program acts on itself it is an error.
 */
function severityOfWord(path: KeyPath): Severity {
  const section = schemaAt(path.slice(0, 1));
  return typeof section !== 'string' && section['x-reader'] ? 'error' : 'warning';
}

function formatFinding(path: KeyPath, node: SchemaNode, value: unknown): Finding | undefined {
  if (typeof value !== 'string' || !node.pattern || !typesOf(node).includes('string')) return undefined;
  const hint = node['x-hint'] ?? 'of another form';
  const isUrl = hint.includes('URL');
  return {
    ...at(path),
    code: isUrl ? 'config.url' : 'config.format',
    message: `${nameOf(path)} must be ${hint}, not ${show(path, value)}`,
    ...(isUrl ? urlRemedy(path, value) : isAddress(node) ? hostRemedy(path, value) : {}),
  };
}

function rangeFinding(path: KeyPath, node: SchemaNode, value: unknown): Finding | undefined {
  if (typeof value !== 'number' || !typesOf(node).some((type) => type === 'number' || type === 'integer')) {
    return undefined;
  }
  const { minimum, maximum } = node;
  const low = minimum !== undefined && value < minimum;
  if (!low && !(maximum !== undefined && value > maximum)) return undefined;
  const unit = node['x-unit'] && node['x-unit'] !== 'share' ? ` ${node['x-unit']}` : '';
  const range =
    minimum !== undefined && maximum !== undefined
      ? `between ${minimum} and ${maximum}`
      : low
        ? `at least ${minimum}`
        : `at most ${maximum}`;
  const suggestion = tokensBeside(path, node, value);
  return {
    ...at(path),
    code: 'config.range',
    message: `${nameOf(path)} must be ${range}${unit}; it is ${value}`,
    ...(suggestion ? { suggestion } : {}),
  };
}

function typeFinding(path: KeyPath, types: string[], node: SchemaNode, value: unknown, data: unknown): Finding {
  const remedy =
    isAddress(node) && typeof value === 'number'
      ? hostRemedy(path, value)
      : (shapeRemedy(path, types, node, value, data) ?? scalarRemedy(path, types, node, value));
  return {
    ...at(path),
    code: 'config.type',
    message: `${nameOf(path)} must be ${types.map(typeName).join(' or ')}, not ${show(path, value)}`,
    ...remedy,
  };
}

const isAddress = (node: SchemaNode): boolean => node['x-hint']?.includes('IP address') ?? false;
