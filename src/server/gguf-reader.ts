import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;
/** Far above any real string; a larger length is damage, and must not become an allocation. */
const LONGEST_TEXT = 1 << 26;

/** The file ends before what its own header announces. */
export class TruncatedError extends Error {}

/** Sequential little-endian reader over an open file; nothing but the current chunk is held in memory. */
export class FileCursor {
  readonly size: number;
  private readonly fd: number;
  private position = 0;
  private chunk = Buffer.alloc(0);
  private chunkStart = 0;

  constructor(file: string) {
    this.fd = openSync(file, 'r');
    this.size = fstatSync(this.fd).size;
  }

  close(): void {
    closeSync(this.fd);
  }

  get offset(): number {
    return this.position;
  }

  skip(bytes: number): void {
    if (bytes < 0 || this.position + bytes > this.size) throw new TruncatedError();
    this.position += bytes;
  }

  bytes(count: number): Buffer {
    const from = this.position;
    this.skip(count);
    const within = from - this.chunkStart;
    if (within < 0 || within + count > this.chunk.length) this.load(from, Math.max(count, CHUNK));
    const start = from - this.chunkStart;
    if (start + count > this.chunk.length) throw new TruncatedError();
    return this.chunk.subarray(start, start + count);
  }

  u32 = (): number => this.bytes(4).readUInt32LE();

  /** Sizes beyond 2^53 can only be garbage; they end up larger than any file. */
  u64 = (): number => Number(this.bytes(8).readBigUInt64LE());

  text(): string {
    const length = this.lengthWithin();
    if (length > LONGEST_TEXT) throw new TruncatedError();
    return this.bytes(length).toString('utf8');
  }

  skipText(): void {
    this.skip(this.lengthWithin());
  }

  private lengthWithin(): number {
    const length = this.u64();
    if (length > this.size - this.position) throw new TruncatedError();
    return length;
  }

  private load(from: number, count: number): void {
    const buffer = Buffer.alloc(Math.min(count, this.size - from));
    let filled = 0;
    while (filled < buffer.length) {
      const read = readSync(this.fd, buffer, filled, buffer.length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    this.chunk = buffer.subarray(0, filled);
    this.chunkStart = from;
  }
}
