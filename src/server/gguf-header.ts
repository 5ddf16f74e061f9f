import { FileCursor, TruncatedError } from './gguf-reader.ts';

/** What hermes wants to know of a model before a server is started with it. */
export interface GgufHeader {
  architecture: string;
  name: string | undefined;
  /** Training context in tokens. */
  trainContext: number | undefined;
  hasTemplate: boolean;
}

export type GgufResult =
  | { ok: true; header: GgufHeader }
  | { ok: false; reason: 'empty' | 'not-gguf' | 'version' | 'truncated-header' | 'truncated-data'; detail: string };

/** Bytes of each fixed-size value type (ggml/docs/gguf.md); 8 is a string, 9 an array. */
const SIZES: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const UINT32 = 4;
const STRING = 8;
const ARRAY = 9;

/**
 * Reads the header of a GGUF file (version 2 or 3). "truncated-data" is certain when reported; a file that lacks only
 * part of its last tensor passes here and is refused by llama-server. Errors of the file system pass through.
 */
export function readGguf(file: string): GgufResult {
  const cursor = new FileCursor(file);
  try {
    return readHeader(cursor);
  } catch (error) {
    if (!(error instanceof TruncatedError)) throw error;
    return { ok: false, reason: 'truncated-header', detail: `its header does not end within its ${cursor.size} bytes` };
  } finally {
    cursor.close();
  }
}

function readHeader(cursor: FileCursor): GgufResult {
  if (cursor.size === 0) return { ok: false, reason: 'empty', detail: 'it is empty' };
  const magic = cursor.bytes(Math.min(4, cursor.size));
  if (magic.toString('latin1') !== 'GGUF') {
    return { ok: false, reason: 'not-gguf', detail: `it begins with ${printable(magic)}, not with "GGUF"` };
  }
  const version = cursor.u32();
  if (version !== 2 && version !== 3) {
    return { ok: false, reason: 'version', detail: `GGUF version ${version}, llama-server reads 2 and 3` };
  }
  const tensors = cursor.u64();
  const values = readMetadata(cursor, cursor.u64());
  let lastOffset = 0;
  for (let i = 0; i < tensors; i++) {
    cursor.skipText();
    cursor.skip(cursor.u32() * 8 + 4);
    lastOffset = Math.max(lastOffset, cursor.u64());
  }
  const needed = cursor.offset + lastOffset;
  if (needed >= cursor.size && tensors > 0) {
    return { ok: false, reason: 'truncated-data', detail: `it has ${cursor.size} bytes and needs more than ${needed}` };
  }
  const architecture = textOf(values.get('general.architecture')) ?? '';
  const context = values.get(`${architecture}.context_length`);
  return {
    ok: true,
    header: {
      architecture,
      name: textOf(values.get('general.name')),
      trainContext: typeof context === 'number' ? context : undefined,
      hasTemplate: values.has('tokenizer.chat_template'),
    },
  };
}

/** Strings and 32-bit numbers by key; whatever else there is, such as the vocabulary, is skipped. */
function readMetadata(cursor: FileCursor, count: number): Map<string, string | number | undefined> {
  const values = new Map<string, string | number | undefined>();
  for (let i = 0; i < count; i++) {
    const key = cursor.text();
    const type = cursor.u32();
    if (type === STRING) values.set(key, cursor.text());
    else if (type === UINT32) values.set(key, cursor.u32());
    else {
      values.set(key, undefined);
      skipValue(cursor, type);
    }
  }
  return values;
}

function skipValue(cursor: FileCursor, type: number): void {
  const size = SIZES[type];
  if (size !== undefined) cursor.skip(size);
  else if (type === STRING) cursor.skipText();
  else if (type === ARRAY) skipArray(cursor);
  else throw new TruncatedError();
}

function skipArray(cursor: FileCursor): void {
  const type = cursor.u32();
  const count = cursor.u64();
  const size = SIZES[type];
  if (size !== undefined) cursor.skip(size * count);
  else for (let i = 0; i < count; i++) skipValue(cursor, type);
}

const textOf = (value: string | number | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const printable = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1').replace(/[^ -~]/g, '?'));
