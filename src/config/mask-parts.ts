import { type Part, REFERENCE, tokenParts } from '../errors/secret-tokens.ts';
import { isHiddenKey, isReadable } from './mask-names.ts';

const SCHEME = /^\s*(?:Bearer|Basic|Token)\s+/i;

/** What is secret of a value under a secret key: all of it, or what stands beside references to the environment. */
export function secretParts(text: string, start = 0, end = text.length): Part[] {
  const value = text.slice(start, end);
  if (isReadable(value)) return [];
  const scheme = SCHEME.exec(value)?.[0].length ?? 0;
  const references = [...value.matchAll(REFERENCE)];
  if (references.length === 0) return isReadable(value.slice(scheme)) ? [] : [{ start: start + scheme, end }];
  const edges = [scheme, ...references.flatMap(({ index, 0: all }) => [index, index + all.length]), value.length];
  return edges.flatMap((from, i): Part[] => {
    const to = edges[i + 1] ?? from;
    const isText = i % 2 === 0 && value.slice(from, to).trim().length >= 8;
    return isText ? [{ start: start + from, end: start + to }] : [];
  });
}

/** `api_key: VALUE` and `API_KEY=VALUE`, also in JSON, and in JSON that is quoted once more. */
const KEYED = /(?<![\w-])([\w-]{1,80})(?:\\*["'])?[ \t]{0,9}([:=])[ \t]*/g;

/** `--api-key VALUE`, and both words as items of a list. */
const ARGUMENT =
  /(?:^|[\s[,"'])--?[\w-]{0,60}(?:key|token|secret|password)["']?(?:\s*,\s*|\s+)(?:-\s+)?["']?([^\s"',\]}]+)/dgim;

/** What looks like a secret anywhere in a text: prose, a comment, a line of code or JSON. */
export function textParts(text: string): Part[] {
  const parts = tokenParts(text);
  /** What stands in a value that is covered is not looked at again. */
  let done = 0;
  for (const { 0: all, 1: name = '', 2: sign, index } of text.matchAll(KEYED)) {
    if (index < done || !isHiddenKey(name) || (sign === '=' && !/^-|api|secret|pass|[A-Z]_/i.test(name))) continue;
    const [start, end] = valueAfter(text, index + all.length);
    const found = end - start >= 8 ? secretParts(text, start, end) : [];
    if (found.length > 0) done = end;
    parts.push(...found);
  }
  for (const { indices } of text.matchAll(ARGUMENT)) {
    const [start, end] = indices?.[1] ?? [0, 0];
    if (end - start >= 8 && text[start] !== '-') parts.push(...secretParts(text, start, end));
  }
  return parts;
}

const OPENING = /(?:[!&]\S*[ \t]+)*[[{]*(\\*["'])?/y;
const WORD = /(?:(?:Bearer|Basic|Token)[ \t]+)?[^\s"',]*/iy;

/** A value that begins at an offset: to its closing quote, else one word. */
function valueAfter(text: string, offset: number): [number, number] {
  OPENING.lastIndex = offset;
  const opening = OPENING.exec(text);
  const start = offset + (opening?.[0].length ?? 0);
  const quote = opening?.[1];
  if (quote) return [start, closing(text, start, quote)];
  WORD.lastIndex = start;
  const word = (WORD.exec(text)?.[0] ?? '').replace(/[}\]).;`]{1,20}$/, '');
  // The brace that closes a reference belongs to it.
  const open = word.lastIndexOf('${') > word.lastIndexOf('}') && text[start + word.length] === '}';
  return [start, start + word.length + (open ? 1 : 0)];
}

/** Where a quote is closed, on the same line; the end of the line where it is not. */
export function closing(text: string, start: number, quote: string): number {
  const line = endOfLine(text, start);
  for (let at = start; at < line; at += 1) {
    if (!text.startsWith(quote, at)) {
      if (quote === '"' && text[at] === '\\') at += 1;
      continue;
    }
    if (quote !== "'" || text[at + 1] !== "'") return at;
    at += 1;
  }
  return line;
}

export function endOfLine(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  const end = feed < 0 ? text.length : feed;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}

/** What is secret of a comment beside a secret: all longer words, or only those that look like one. */
export function commentParts(text: string, start: number, end: number, all: boolean): Part[] {
  return [...text.slice(start, end).matchAll(/\S{6,}/g)].flatMap(({ index, 0: word }): Part[] =>
    (all || isRandom(word)) && !isReadable(word) && !word.includes('${')
      ? [{ start: start + index, end: start + index + word.length }]
      : [],
  );
}

/** Letters and digits in one long word that is no address. */
const isRandom = (word: string): boolean =>
  word.length >= 10 && /\d/.test(word) && /[a-z]/i.test(word) && !word.includes('://');

/** What may stand in a map of variables without being a secret: words, numbers, addresses, paths. */
export const isOrdinary = (text: string): boolean =>
  /^(?:[A-Za-z][A-Za-z ,.:_-]{0,40}|[\d.,:-]{1,12}|\w{1,7}|(?:~|\.{1,2})?\/\S*|[A-Za-z]:\\.*|\w+:\/\/\S*)$/.test(
    text.replace(REFERENCE, '').trim() || '1',
  );
