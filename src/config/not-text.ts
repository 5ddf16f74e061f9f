/** Why bytes are no text, and where. */
interface NotText {
  /** "it is not UTF-8: ...". */
  message: string;
  line: number;
  column: number;
  suggestion: string;
}

const AS_UTF8 = 'save it as UTF-8 in your editor';

/** What is wrong with the bytes of a file that `decodeText` refuses. */
export function whyNotText(bytes: Uint8Array): NotText {
  const start = { line: 1, column: 1 };
  const wide = utf32(bytes);
  if (wide) return { ...start, message: `it is ${wide}, which Hermes Agent does not read`, suggestion: AS_UTF8 };
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return brokenUtf16(bytes, a === 0xff);
  const nul = bytes.indexOf(0);
  const bad = firstInvalid(bytes);
  if (nul >= 0 && (bad === undefined || nul < bad)) {
    const place = placeOf(bytes, nul);
    const all = bytes.every((byte) => byte === 0);
    const message = all ? 'it holds nothing but NUL bytes' : `it has a NUL byte in ${words(place)}`;
    return {
      ...place,
      message,
      suggestion: all
        ? 'take a backup: hermes config backup list'
        : 'delete that byte, or take another copy of the file',
    };
  }
  const place = placeOf(bytes, bad ?? 0);
  const byte = `0x${(bytes[bad ?? 0] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
  if (isSurrogate(bytes, bad ?? 0)) {
    return {
      ...place,
      message: `it is not UTF-8: half a character (a lone surrogate) stands in ${words(place)}`,
      suggestion: 'delete that character and write it anew',
    };
  }
  return {
    ...place,
    message: `it is not UTF-8: the byte ${byte} in ${words(place)} is no character${probably(bytes)}`,
    suggestion: AS_UTF8,
  };
}

const words = ({ line, column }: { line: number; column: number }): string => `line ${line}, column ${column}`;

function utf32(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (bytes.length < 4 || bytes.length % 4 !== 0) return undefined;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a && b === 0 && c === 0 && d === 0)) return 'UTF-32 (LE)';
  return a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d)) ? 'UTF-32 (BE)' : undefined;
}

function brokenUtf16(bytes: Uint8Array, little: boolean): NotText {
  const name = `UTF-16 (${little ? 'LE' : 'BE'})`;
  let [line, column] = [1, 1];
  const end = bytes.length - (bytes.length % 2);
  const unit = (i: number): number => ((bytes[little ? i + 1 : i] ?? 0) << 8) | (bytes[little ? i : i + 1] ?? 0);
  for (let i = 2; i < end; i += 2) {
    const code = unit(i);
    const paired = code >= 0xd800 && code < 0xdc00 && i + 2 < end && unit(i + 2) >> 10 === 0x37;
    if (code === 0 || (code >> 11 === 0x1b && !paired)) {
      const what = code === 0 ? 'a NUL' : 'half a character (a lone surrogate)';
      return { line, column, message: `it is ${name} with ${what} in ${words({ line, column })}`, suggestion: AS_UTF8 };
    }
    if (paired) i += 2;
    column += paired ? 2 : 1;
    if (code === 0x0a) [line, column] = [line + 1, 1];
  }
  return { line, column, message: `it is ${name} and ends in the middle of a character`, suggestion: AS_UTF8 };
}

/** Offset of the first byte that begins no UTF-8 character; found by halving, because decoding is fast. */
function firstInvalid(bytes: Uint8Array): number | undefined {
  const valid = (length: number): boolean => {
    try {
      // As a stream, so that a character cut off at the end counts as valid.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let low = 0;
  let high = bytes.length;
  if (valid(high)) low = high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (valid(middle)) low = middle;
    else high = middle;
  }
  const text = new TextDecoder().decode(bytes.subarray(0, low), { stream: true });
  const start = Buffer.byteLength(text, 'utf8') + (hasMark(bytes) ? 3 : 0);
  return start < bytes.length ? start : undefined;
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  const lines = new TextDecoder().decode(bytes.subarray(0, offset)).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** U+D800 to U+DFFF in the form of UTF-8. */
const isSurrogate = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0xed && (bytes[at + 1] ?? 0) >= 0xa0;

/** Which encoding it may be, told by how the bytes beyond ASCII stand together. */
function probably(bytes: Uint8Array): string {
  let [pairs, singles] = [0, 0];
  for (let i = 0; i < bytes.length; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    if ((bytes[i] ?? 0) >= 0xa1 && (bytes[i + 1] ?? 0) >= 0xa1) {
      pairs += 1;
      i += 1;
    } else singles += 1;
  }
  if (bytes.some((byte) => byte < 9)) return '';
  return pairs > singles ? '; it may be GBK' : '; it may be Latin-1 (Windows-1252)';
}
