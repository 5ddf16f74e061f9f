import { TextDecoder } from 'node:util';

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

/**
 * Bytes as text: by their byte order mark, the header, what the page says of itself, else UTF-8, and where they are no
 * UTF-8, Windows-1252 as browsers take it. Undefined: no text at all. `cut`: it may end in the middle of a character.
 */
export function decodeText(bytes: Uint8Array, contentType: string, cut = false): string | undefined {
  const named = markedAs(bytes) ?? /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ?? declaredIn(bytes);
  const decoder = named === undefined ? undefined : decoderOf(named);
  if (!decoder?.encoding.startsWith('utf-16') && bytes.subarray(0, 8_192).includes(0)) return undefined;
  if (decoder) return decoder.decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(cut ? withoutHalf(bytes) : bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
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

function decoderOf(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    return undefined;
  }
}

/** A character that was cut in the middle at the end is no reason to take the whole for another encoding. */
function withoutHalf(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - (lengthOf(byte) > back ? back : 0));
    if (byte < 0x80) break;
  }
  return bytes;
}

const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);
