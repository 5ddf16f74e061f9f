/** What a file of an image says about itself in its first bytes. */
export interface ImageKind {
  mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  width: number;
  height: number;
}

/**
 * The kind of image by its first bytes, whatever the name says; undefined for everything else, SVG included, and for
 * images whose size cannot be found.
 */
export function imageKind(bytes: Buffer): ImageKind | undefined {
  try {
    return png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes);
  } catch {
    // It ends where the size should stand.
    return undefined;
  }
}

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;

function png(bytes: Buffer): ImageKind | undefined {
  if (!startsWith(bytes, '\x89PNG\r\n\x1a\n') || !startsWith(bytes, 'IHDR', 12)) return undefined;
  return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gif(bytes: Buffer): ImageKind | undefined {
  if (!startsWith(bytes, 'GIF87a') && !startsWith(bytes, 'GIF89a')) return undefined;
  return { mediaType: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** The three forms of the container: lossy, lossless, extended. */
function webp(bytes: Buffer): ImageKind | undefined {
  if (!startsWith(bytes, 'RIFF') || !startsWith(bytes, 'WEBP', 8)) return undefined;
  const of = (width: number, height: number): ImageKind => ({ mediaType: 'image/webp', width, height });
  if (startsWith(bytes, 'VP8 ', 12)) return of(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (startsWith(bytes, 'VP8X', 12)) return of(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  if (!startsWith(bytes, 'VP8L', 12)) return undefined;
  const packed = bytes.readUInt32LE(21);
  return of((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
}

/** The size stands in the frame header (SOF), behind any number of segments. */
function jpeg(bytes: Buffer): ImageKind | undefined {
  if (!startsWith(bytes, '\xff\xd8\xff')) return undefined;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { mediaType: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
