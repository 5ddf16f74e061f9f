import type { FileHandle } from 'node:fs/promises';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { headOf } from '../cut-text.ts';

export interface Excerpt {
  /** As the file has it, line ends included. */
  text: string;
  lines: number;
  /** Lines of the whole file, as far as they were counted. */
  total: number;
  /** The file was too long to be counted to its end. */
  atLeast: boolean;
  /** Lines of which only the beginning is there. */
  cutLines: number;
  /** Not every byte was UTF-8. */
  invalid: boolean;
  /** Set, and nothing else counts, where it is no text: what is known about it. */
  binary?: string;
}

const BLOCK = 65_536;
/** Bytes after which lines are no longer counted. */
const COUNTED = 64_000_000;

/**
 * The lines from `offset` on (counted from 1), as many as asked and as `maxChars` hold. Memory does not grow with the
 * file nor with its longest line.
 */
export async function readLines(
  handle: FileHandle,
  want: { offset: number; limit: number; maxChars: number; maxLine: number; signal: AbortSignal },
): Promise<Excerpt> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const kept: string[] = [];
  let [room, line, lineLength, cutLines, full, invalid, read] = [want.maxChars, '', 0, 0, false, false, 0];
  let current = 1;

  const wanted = () => !full && current >= want.offset && current < want.offset + want.limit;

  function addToLine(text: string): void {
    lineLength += text.length;
    if (wanted() && line.length < want.maxLine) line += headOf(text, want.maxLine - line.length);
  }

  function endLine(end: string): void {
    if (wanted()) {
      const over = lineLength - line.length;
      const shown = over > 0 ? `${line} [+${count(over)} characters]${end}` : line + end;
      if (shown.length > room && kept.length > 0) full = true;
      else {
        kept.push(shown.length > room ? `${headOf(shown, room)}${end}` : shown);
        if (over > 0 || shown.length > room) cutLines += 1;
        room -= shown.length;
      }
    }
    [line, lineLength] = ['', 0];
    current += 1;
  }

  function take(text: string): void {
    invalid ||= wanted() && text.includes('\ufffd');
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      addToLine(text.slice(from, at));
      endLine('\n');
      from = at + 1;
    }
    addToLine(text.slice(from));
  }

  const block = Buffer.alloc(BLOCK);
  while (read < COUNTED && !want.signal.aborted) {
    const { bytesRead } = await handle.read(block, 0, BLOCK, read);
    if (bytesRead === 0) break;
    const bytes = block.subarray(0, bytesRead);
    const binary = read === 0 ? kindOf(bytes) : undefined;
    if (binary !== undefined) return { text: '', lines: 0, total: 0, atLeast: false, cutLines: 0, invalid, binary };
    take(decoder.decode(bytes, { stream: true }));
    read += bytesRead;
  }
  take(decoder.decode());
  if (lineLength > 0) endLine('');
  return { text: kept.join(''), lines: kept.length, total: current - 1, atLeast: read >= COUNTED, cutLines, invalid };
}

/** Of what is no text: what it may be instead. */
function kindOf(start: Buffer): string | undefined {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
    return '; UTF-16, iconv can turn it into UTF-8';
  return start.subarray(0, 8_192).includes(0) ? '' : undefined;
}
