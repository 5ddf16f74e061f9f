import { readFile } from 'node:fs/promises';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';

export type UnreadableCode = 'config.unreadable' | 'env.unreadable';

/** Bytes of a file, or undefined where there is none. Throws the given code when it cannot be read. */
export async function readBytes(file: string, code: UnreadableCode): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === 'ENOENT') return undefined;
    throw userError(code, `cannot read ${file}: ${READ_REASONS[reason ?? ''] ?? reason}`, {
      where: { file },
      try: [
        reason === 'EACCES' || reason === 'EPERM' ? commandLine('chmod', 'u+r', file) : `Make ${file} a text file.`,
      ],
      cause: error,
    });
  }
}

const READ_REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ELOOP: 'its symbolic links form a circle',
};

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  /** Still has its byte order mark, because offsets and edits count it. */
  text: string;
  encoding: Encoding;
}

/**
 * The bytes of a file as text: UTF-8, or UTF-16 where a byte order mark or a NUL in every character of
 * the first line says so. Undefined when they are not text at all (not-text.ts says why): not valid in that encoding, or with a NUL in them. Encoding the text again gives the same bytes.
 */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : { text, encoding };
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // No text begins with a NUL nor has one behind its first character.
  if ((first === 0) === (second === 0)) return 'utf-8';
  return second === 0 && first < 0x80 ? 'utf-16le' : first === 0 ? 'utf-16be' : 'utf-8';
}
