import { count } from '@hermes-ops/plugin-kit/numbers';
import { headOf, joinEnds, linesIn, tailOf } from '../cut-text.ts';
import { createCleaner } from './clean-output.ts';

/** Appends to the file that holds the whole of an output. */
export interface OutputFile {
  path: string;
  append(text: string): Promise<void>;
}

export interface CaptureOptions {
  /** Most characters of one reading. */
  maxChars: number;
  mask(text: string): Promise<string>;
  /** Called once, when more came than one reading holds. */
  openFile(): Promise<OutputFile>;
  /** Characters after which the file is not continued. */
  fileLimit: number;
}

export interface Capture {
  write(chunk: Uint8Array): Promise<void>;
  /** What came since the last reading, the middle left out where it is too much. */
  take(): Promise<string>;
  /** Characters so far, whether read or not. */
  total(): number;
}

/**
 * Collects a program's output in memory of a fixed size. Secrets are masked before anything is kept or written; a caller
 * that awaits each `write` slows the program down to the pace of that.
 */
export function createCapture(options: CaptureOptions): Capture {
  const half = Math.floor(options.maxChars / 2);
  const cleaner = createCleaner();
  let [head, tail] = ['', ''];
  let since = { chars: 0, lines: 0 };
  let total = 0;
  let file: OutputFile | undefined;
  let [written, started, failure] = [0, '', ''];

  /** The whole so far is in `started` until it becomes a file. A full disk costs the file, not the command. */
  async function store(text: string): Promise<void> {
    if (!file && total <= options.maxChars) {
      started += text;
      return;
    }
    if (failure || written >= options.fileLimit) return;
    const room = options.fileLimit - written;
    const piece = started + text;
    [started, written] = ['', written + Math.min(room, piece.length)];
    try {
      file ??= await options.openFile();
      await file.append(
        piece.length < room ? piece : `${headOf(piece, room)}\n[limit of ${count(options.fileLimit)} characters]\n`,
      );
    } catch (error) {
      failure = (error as Error).message;
    }
  }

  async function add(raw: string): Promise<void> {
    if (raw === '') return;
    const text = await options.mask(raw);
    total += text.length;
    since = { chars: since.chars + text.length, lines: since.lines + linesIn(text) };
    const room = options.maxChars - head.length;
    const first = tail === '' ? headOf(text, room) : '';
    head += first;
    tail = tailOf(tail + text.slice(first.length), half);
    await store(text);
  }

  return {
    write: async (chunk) => add(cleaner.push(chunk)),
    async take() {
      await add(cleaner.flush());
      const whole = since;
      const ends = { head, tail };
      [head, tail, since] = ['', '', { chars: 0, lines: 0 }];
      if (whole.chars <= options.maxChars) return ends.head + ends.tail;
      const rest = failure ? ` and not kept: ${failure}` : `; all of it is in ${file?.path}`;
      // Where little came after `head` was full, the end begins inside it.
      return joinEnds({ head: headOf(ends.head, half), tail: tailOf(ends.head + ends.tail, half) }, whole, rest);
    },
    total: () => total,
  };
}
