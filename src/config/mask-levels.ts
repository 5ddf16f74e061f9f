import { isHiddenKey } from './mask-names.ts';
import { isOrdinary } from './mask-parts.ts';

/** How much is covered: whatever stands there, what does not look ordinary, or only what has the form of a secret. */
export type MaskLevel = 'all' | 'unusual' | 'none';

/** A flag whose value, the next word, is a secret: `--api-key`, `--hf-token`. */
export const SECRET_FLAG = /^--?[\w-]*(?:key|token|secret|password)$/i;

const HEADERS = new Set(['default_headers', 'extra_headers', 'headers']);

/** Headers that tell nothing. */
const PLAIN_HEADER =
  /^(?:accept(?:-.*)?|content-.*|user-agent|(?:http-)?referer|origin|host|x-title|cache-control|connection|anthropic-(?:version|beta))$/i;

/** Keys that may hold secrets beside ordinary values: variables of a server, `model.api`, a certificate with its password. */
const isMixed = (parent: string, key: string): boolean =>
  parent === 'env' || key === 'client_cert' || (parent === 'model' && key === 'api');

/** What holds below a key, given what holds around it; `parent` is the name of the map. */
export function levelBelow(around: MaskLevel, parent: string, key: string): MaskLevel {
  if (around === 'all' && !(HEADERS.has(parent) && PLAIN_HEADER.test(key))) return 'all';
  if (isHiddenKey(key) || HEADERS.has(key)) return 'all';
  return around === 'unusual' || isMixed(parent, key) ? 'unusual' : 'none';
}

/** Whether a text is looked at as a secret. */
export const coverOf = (level: MaskLevel, text: string): boolean =>
  level === 'all' || (level === 'unusual' && !isOrdinary(text));
