import { TextDecoder } from 'node:util';
import { count } from '@hermes-ops/plugin-kit/numbers';

/** `text/html; charset=x` without its parameters, in lower case. */
export const mediaType = (contentType: string): string => contentType.split(';')[0]?.trim().toLowerCase() ?? '';

const TEXTUAL =
  /^(?:text\/.*|application\/(?:json|.+\+json|xml|.+\+xml|xhtml\+xml|javascript|ecmascript|x-javascript|x-ndjson|jsonl|yaml|x-yaml|toml|x-sh|sql|graphql|rtf|x-tex|x-httpd-php)|message\/.*)$/;

/** Whether bytes of that type can be read; no type at all is looked at. */
export function isTextual(contentType: string): boolean {
  const type = mediaType(contentType);
  return type === '' || TEXTUAL.test(type);
}

export const isHtml = (contentType: string, text: string): boolean =>
  /^(?:text\/html|application\/xhtml\+xml)$/.test(mediaType(contentType)) ||
  (mediaType(contentType) === '' && /^\s*<(?:!doctype html|html|head|body)\b/i.test(text));

export interface Decoded {
  text: string;
  /** What the reader should know about it. */
  note?: string;
}

/**
 * Bytes as text: by their byte order mark, the header, what the page says of itself, else UTF-8, and where they are no UTF-8,
 * Windows-1252 as browsers take it. An encoding that the bytes show to be named by mistake gives way to one that fits.
 * Undefined: no text at all. `cut`: it may end in the middle of a character.
 */
export function decodeText(bytes: Uint8Array, contentType: string, cut = false): Decoded | undefined {
  const marked = markedAs(bytes);
  const header = encodingOf(/charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1]);
  const inPage = encodingOf(declaredIn(bytes));
  const named = marked ?? header ?? inPage;
  const start = bytes.subarray(0, 8_192);
  if (start.includes(0)) {
    if (named?.startsWith('utf-16')) return lenient(named, bytes, cut);
    if (!areStray(start, contentType)) return undefined;
  }
  const utf8 = strict('utf-8', bytes, cut);
  if (named === undefined) return { text: utf8 ?? lenient('windows-1252', bytes, cut).text };
  // No text of one byte a character is UTF-8 by chance, and UTF-16 has zeros wherever there is a blank.
  const mistaken = !marked && utf8 !== undefined && (named === 'windows-1252' || named.startsWith('utf-16'));
  const text = mistaken ? utf8 : (strict(named, bytes, cut) ?? (inPage && strict(inPage, bytes, cut)) ?? utf8);
  return text === undefined ? lenient(named, bytes, cut) : { text };
}

/** Bytes that stand in no text of one byte or more a character, escape sequences and form feeds aside. */
const isControl = (byte: number): boolean => byte < 32 && ![0, 9, 10, 12, 13, 27].includes(byte);
/** Zeros that a text may hold by mistake, as a share of its bytes. */
const STRAY = 0.01;

/** Whether the zeros are there by mistake: few of them, in what is sent as text, and no other controls beside them. */
function areStray(start: Uint8Array, contentType: string): boolean {
  const asText = /^(?:text\/|application\/xhtml\+xml$)/.test(mediaType(contentType));
  const zeros = start.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0);
  return asText && zeros <= start.length * STRAY && !start.some(isControl);
}

/** What is no text of that encoding becomes U+FFFD, and is counted. */
function lenient(encoding: string, bytes: Uint8Array, cut: boolean): Decoded {
  const text = new TextDecoder(encoding).decode(bytes, { stream: cut });
  const unread = strict(encoding, bytes, cut) === undefined ? text.split('\ufffd').length - 1 : 0;
  if (unread === 0) return { text };
  const places = unread === 1 ? 'one place is' : `${count(unread)} places are`;
  return { text, note: `${places} not ${encoding}, which the page says that it is, and cannot be read` };
}

function strict(encoding: string, bytes: Uint8Array, cut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

function markedAs(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xff && b === 0xfe ? 'utf-16le' : undefined;
}

/** `<meta charset=x>`, its older form, and XML's declaration; a page in UTF-16 could not say so in ASCII. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1');
  const found =
    /<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start) ??
    /^<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)/.exec(start);
  return found?.[1] === undefined || /^utf-?16/i.test(found[1]) ? undefined : found[1];
}

/** As the decoder calls it; undefined: nobody knows that name. */
function encodingOf(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}
