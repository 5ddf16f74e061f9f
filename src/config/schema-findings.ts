import { nearest } from '../errors/nearest.ts';
import type { SchemaError } from './compiled-schema.ts';
import { schemaErrors } from './compiled-schema.ts';
import { isUnset } from './edit-value.ts';
import type { Finding } from './finding.ts';
import { hasReference } from './interpolate.ts';
import { formatKeyPath, type KeyPath, typedPath, valueAt } from './key-path.ts';
import { isSecretKey, maskText } from './mask.ts';
import { suggestKey } from './suggest.ts';
import { booleanWord } from './words.ts';

/** Violations of the schema, one per mistake. Unknown keys are warnings: another program may read them. */
export function schemaFindings(data: unknown): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const error of schemaErrors(data)) {
    const path = typedPath(fromPointer(error.instancePath), data);
    const value = valueAt(data, path);
    if (isFine(error, value)) continue;
    const finding = toFinding(error, path, value);
    const place = `${formatKeyPath(finding.path)}:${finding.part ?? ''}`;
    if (!byPlace.has(place)) byPlace.set(place, finding);
  }
  return [...byPlace.values()];
}

/**
 * What the schema calls wrong and readers of the file do not: `null` and empty text (not set), `${VAR}` (decided at run
 * time), and `yes`, `no`, `on`, `off` for a switch.
 */
function isFine(error: SchemaError, value: unknown): boolean {
  if (error.keyword === 'additionalProperties') return false;
  if (isUnset(value) || hasReference(value)) return true;
  return error.keyword === 'type' && typesIn(error).includes('boolean') && booleanWord(value) !== undefined;
}

function toFinding(error: SchemaError, path: KeyPath, value: unknown): Finding {
  const name = path.length === 0 ? 'the file' : `\`${formatKeyPath(path)}\``;
  const at = { severity: 'error', path } as const;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(error.params['additionalProperty']));
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).filter((item) => !isUnset(item)).map(String);
      const meant = nearest(String(value), allowed);
      return {
        ...at,
        code: 'config.enum',
        message: `${name} must be one of ${list(allowed)}, not ${show(path, value)}`,
        ...(meant ? { suggestion: `did you mean \`${meant}\`?` } : {}),
      };
    }
    case 'minimum':
    case 'maximum': {
      const limit = Number(error.params['limit']);
      const bound = error.keyword === 'minimum' ? 'at least' : 'at most';
      const percent = error.keyword === 'maximum' && limit <= 1 && Number(value) > 1 && Number(value) <= 100;
      return {
        ...at,
        code: 'config.range',
        message: `${name} must be ${bound} ${limit}; it is ${String(value)}`,
        ...(percent ? { suggestion: `did you mean ${Number(value) / 100} (${String(value)} %)?` } : {}),
      };
    }
    case 'pattern':
      return {
        ...at,
        code: 'config.url',
        message: `${name} must be a whole URL that starts with http:// or https://`,
        ...(/^[\w.-]+(:\d+)?(\/.*)?$/.test(String(value))
          ? { suggestion: `did you mean http://${String(value).replace(/^[^/]+$/, '$&/v1')}?` }
          : {}),
      };
    default:
      return typeFinding(error, path, value, name);
  }
}

function typeFinding(error: SchemaError, path: KeyPath, value: unknown, name: string): Finding {
  const wanted = typesIn(error).filter((type) => type !== 'null');
  const suggestion = remedyForType(wanted, value);
  return {
    code: 'config.type',
    severity: 'error',
    path,
    message: `${name} must be ${wanted.map((type) => TYPE_NAMES[type] ?? type).join(' or ')}, not ${show(path, value)}`,
    ...(suggestion ? { suggestion } : {}),
  };
}

function remedyForType(wanted: string[], value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value) && (wanted.includes('array') || wanted.includes('object'))) {
      return 'this is a list or map written as one text: remove the quotes';
    }
    const numeric = wanted.includes('number') || wanted.includes('integer');
    if (numeric && /^-?\d+(\.\d+)?$/.test(value)) return `write ${value} without quotes`;
  }
  if (typeof value === 'number' && wanted.includes('integer'))
    return `write a whole number, such as ${Math.round(value)}`;
  if (wanted.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    return `put it in quotes: "${String(value)}"`;
  }
  return undefined;
}

function unknownKey(parent: KeyPath, key: string): Finding {
  const path = [...parent, key];
  const better = suggestKey(parent, key);
  const owner = parent.length === 0 ? 'at the top level' : `under \`${formatKeyPath(parent)}\``;
  const dot = better?.lastIndexOf('.') ?? -1;
  const moved = better !== undefined && dot > 0 && better.slice(dot + 1) === key;
  return {
    code: 'config.unknown-key',
    severity: 'warning',
    path,
    part: 'key',
    message:
      parent.length === 0 && ROOT_SPELLINGS.has(key)
        ? `\`${key}\` at the top level is an old spelling, read only while \`model\` has none`
        : `\`${key}\` is not known ${owner}, so it has no effect`,
    ...(better
      ? { suggestion: moved ? `\`${key}\` belongs under \`${better.slice(0, dot)}\`` : `did you mean \`${better}\`?` }
      : {}),
  };
}

/** Keys of `model` that old files have at the top level; they are folded when the file is loaded. */
const ROOT_SPELLINGS = new Set(['provider', 'base_url', 'api_base', 'context_length']);

const typesIn = (error: SchemaError): string[] => [error.params['type'] as string | string[]].flat().filter(Boolean);

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a section (keys and values)',
  array: 'a list',
};

/** The value in words; never the content of a secret. */
function show(path: KeyPath, value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a section';
  if (typeof value !== 'string') return String(value);
  if (isSecretKey(String(path.at(-1) ?? ''))) return 'this text';
  const text = maskText(value);
  return `the text ${JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)}`;
}

function list(words: string[]): string {
  const shown = words.slice(0, 6).join(', ');
  return words.length > 6 ? `${shown}, …` : shown;
}

/** A JSON pointer's steps. */
const fromPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
