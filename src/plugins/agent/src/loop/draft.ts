import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';

type Part = readonly ['text' | 'reasoning', string];

/** What a model has said of an answer that is not whole yet, kept on disk so that a killed process loses nothing shown. */
export interface Draft {
  /** On disk (or in the system's hands, for a crash of the machine) when it returns; so it is called before anything is shown. */
  add(...part: Part): void;
  /** Somebody else is asked: what is there goes when the first part of that answer comes. */
  restart(): void;
  /** The answer is in the store, or does not count. */
  clear(): void;
  /** Whether something is in it, and all of it on disk; what was not is tried once more. */
  holds(): boolean;
}

/**
 * A draft in a file of its own, made on first use. What cannot be written goes there with the next part: why is said by the
 * store, which is written when the answer is whole.
 */
export function openDraft(file: string): Draft {
  let [written, late, torn] = [0, '', false];
  let over = false;
  const clear = (): void => {
    if (written > 0 || torn) rmSync(file, { force: true });
    [written, late, torn] = [0, '', false];
    over = false;
  };
  const write = (): void => {
    try {
      // A disk that fills in the middle of a line leaves its beginning.
      if (torn && written > 0) truncateSync(file, written);
      else if (torn) rmSync(file, { force: true });
      torn = true;
      appendFileSync(file, late, { mode: 0o600 });
      [written, late, torn] = [written + Buffer.byteLength(late), '', false];
    } catch {
      // The next part tries it again.
    }
  };
  return {
    add(...part) {
      if (over) clear();
      late += `${JSON.stringify(part)}\n`;
      write();
    },
    restart() {
      over = true;
    },
    clear,
    holds() {
      if (late !== '') write();
      return written > 0 && late === '';
    },
  };
}

/** What a process that was killed has left. A line that was cut off is left out. */
export function readDraft(file: string): { text: string; reasoning: string } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const found = { text: '', reasoning: '' };
  for (const line of lines) {
    try {
      const [kind, text] = JSON.parse(line) as Part;
      found[kind] += text;
    } catch {
      // The end of the file, or a line that the process was killed in.
    }
  }
  return found.text === '' && found.reasoning === '' ? undefined : found;
}
