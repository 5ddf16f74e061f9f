import type { Part } from '../errors/secret-tokens.ts';
import { isHiddenKey, isReadable } from './mask-names.ts';
import { closing, commentParts, secretParts } from './mask-parts.ts';

/** A key at the start of a line, with or without the blank behind the colon, also in a comment or of another form. */
const KEY_LINE =
  /^((?:[+-]?[ \t]*)(?:(?:#+|[-?])[ \t]*)*\{?[ \t]*)(["']?)([\w.-]{1,80})\2[ \t]{0,9}[:：=](?!\/\/)[ \t]*/;

/**
 * Values under secret keys, told by the lines alone, for text that is no YAML. What is indented below such a key belongs
 * to it until the next key. `comments`: only keys in comments.
 */
export function lineParts(text: string, comments = false): Part[] {
  const parts: Part[] = [];
  /** Columns of the key whose value may go on. */
  let open: number | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.replace(/\r$/, '').length;
    const indent = line.search(/\S/);
    const match = comments && line[indent] !== '#' ? null : KEY_LINE.exec(line.slice(0, 4000));
    if (match) {
      open = undefined;
      if (isHiddenKey(match[3] ?? '')) {
        const found = keyLine(text, start + match[0].length, end);
        parts.push(...found.parts);
        if (found.goesOn && !comments) open = indent;
      }
    } else if (open !== undefined && indent >= 0) {
      const item = indent === open && line[indent] === '-';
      if (indent > open || item) {
        const lead = /^[\s-]*/.exec(line)?.[0].length ?? 0;
        if (!isReadable(line.slice(lead))) parts.push({ start: start + Math.min(lead, end - start), end });
      } else open = undefined;
    }
    start += line.length + 1;
  }
  return parts;
}

const PROPERTIES = /^(?:[!&]\S*[ \t]*)*/;

function keyLine(text: string, offset: number, end: number): { parts: Part[]; goesOn: boolean } {
  const rest = text.slice(offset, end);
  const start = offset + (PROPERTIES.exec(rest)?.[0].length ?? 0);
  const value = text.slice(start, end);
  const header = /^[|>][-+\d]*(?=\s|$)/.exec(value);
  if (header || value === '' || value.startsWith('#')) {
    return { parts: commentParts(text, start, end, true), goesOn: true };
  }
  const quote = /^["']/.exec(value)?.[0];
  const close = quote ? closing(text, start + 1, quote) : end;
  const closed = quote !== undefined && close < end;
  const comment = closed ? close + 1 : start + (/\s#/.exec(value)?.index ?? value.length);
  const stop = closed ? close : comment;
  const parts = secretParts(text, quote ? start + 1 : start, stop);
  return { parts: [...parts, ...commentParts(text, comment, end, parts.length > 0)], goesOn: !closed };
}
