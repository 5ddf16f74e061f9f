import type { Finding } from './finding.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import { schemaAt } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';
import { at, inBounds, nameOf } from './value-words.ts';

/** From here on a number that should be a share is certainly a percentage; 1.5 is as likely a slip of another kind. */
const CERTAIN = 10;

/** A percentage where a share of 0 to 1 is meant. What the key does not allow either is not proposed. */
export function percentFinding(path: KeyPath, node: SchemaNode, value: unknown): Finding | undefined {
  if (node['x-unit'] !== 'share') return undefined;
  const signed = typeof value === 'string' ? /^\s*(\d+(?:[.,]\d+)?)\s*%\s*$/.exec(value)?.[1] : undefined;
  const number = signed === undefined ? value : Number(signed.replace(',', '.'));
  if (typeof number !== 'number' || !(number > 0 && number <= 100) || (signed === undefined && number <= 1)) {
    return undefined;
  }
  const share = Number((number / 100).toPrecision(12));
  const certain = signed !== undefined || number >= CERTAIN;
  const fits = inBounds({ minimum: 0, maximum: 1, ...node }, share);
  if (!certain && !(fits && Number.isInteger(number) && number >= 2)) return undefined;
  const looks = `${nameOf(path)} is a share between 0 and 1; ${String(value)} looks like a percentage`;
  if (!fits) {
    const bounds = `${node.minimum ?? 0} to ${node.maximum ?? 1}`;
    return {
      ...at(path),
      code: 'config.percent',
      message: `${looks}, and ${share} is outside of ${bounds}`,
      suggestion: `write a share from ${bounds}`,
    };
  }
  return {
    ...at(path),
    code: 'config.percent',
    message: looks,
    suggestion: `write ${share} for ${number} %`,
    ...(certain ? { fix: { title: `write ${share}`, edits: [{ path, value: share }] } } : {}),
  };
}

/** Where a number that is far too large for a share belongs, as `threshold_tokens` beside `threshold`. */
export function tokensBeside(path: KeyPath, node: SchemaNode, value: number): string | undefined {
  const key = `${String(path.at(-1))}_tokens`;
  const beside = [...path.slice(0, -1), key];
  if (node['x-unit'] !== 'share' || value <= 100 || schemaAt(beside) === 'unknown') return undefined;
  return `a number of tokens belongs in \`${formatKeyPath(beside)}\`: write \`${key}: ${value}\``;
}
