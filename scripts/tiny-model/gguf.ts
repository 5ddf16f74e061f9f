import type { Tensor } from './weights.ts';

/** A metadata value of a GGUF file with its type. Arrays are homogeneous. */
export type Value =
  | { type: 'u32' | 'i32' | 'f32'; value: number | number[] }
  | { type: 'bool'; value: boolean }
  | { type: 'str'; value: string | string[] };

/** GGUF's number of each value type (ggml/docs/gguf.md). */
const TYPE_IDS = { u32: 4, i32: 5, f32: 6, bool: 7, str: 8 } as const;
const ARRAY = 9;
const F32 = 0;
/** The default of `general.alignment`. */
const ALIGNMENT = 32;

/** A complete GGUF v3 file with F32 tensors. */
export function encodeGguf(metadata: readonly (readonly [string, Value])[], tensors: readonly Tensor[]): Buffer {
  const chunks = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.length)];
  for (const [key, entry] of metadata) chunks.push(text(key), encodeEntry(entry));
  let offset = 0;
  for (const { name, dims, data } of tensors) {
    chunks.push(text(name), u32(dims.length), ...dims.map(u64), u32(F32), u64(offset));
    offset += padded(data.byteLength);
  }
  const head = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  chunks.push(Buffer.alloc(padded(head) - head));
  for (const { data } of tensors) {
    const bytes = Buffer.alloc(padded(data.byteLength));
    for (const [i, value] of data.entries()) bytes.writeFloatLE(value, i * 4);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function encodeEntry({ type, value }: Value): Buffer {
  if (!Array.isArray(value)) return Buffer.concat([u32(TYPE_IDS[type]), encodeScalar(type, value)]);
  const items = value.map((item) => encodeScalar(type, item));
  return Buffer.concat([u32(ARRAY), u32(TYPE_IDS[type]), u64(value.length), ...items]);
}

function encodeScalar(type: Value['type'], value: number | boolean | string): Buffer {
  if (type === 'str') return text(String(value));
  if (type === 'bool') return Buffer.from([value ? 1 : 0]);
  const bytes = Buffer.alloc(4);
  if (type === 'u32') bytes.writeUInt32LE(Number(value));
  else if (type === 'i32') bytes.writeInt32LE(Number(value));
  else bytes.writeFloatLE(Number(value));
  return bytes;
}

const padded = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
const u32 = (value: number): Buffer => encodeScalar('u32', value);

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}
