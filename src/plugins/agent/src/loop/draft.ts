import { appendFileSync, readFileSync, rmSync } from 'node:fs';

type Part = readonly ['text' | 'reasoning', string];

/** What a model has said of an answer that is not whole yet, kept on disk so that a killed process loses nothing shown. */
export interface Draft {
  /** On disk (or in the system's hands, for a crash of the machine) when it returns; so it is called before anything is shown. */
  add(...part: Part): void;
  /** The answer is in the store, or does not count. */
  clear(): void;
}

/** A draft in a file of its own, made on first use. What cannot be written is not kept: the store will say why. */
export function openDraft(file: string): Draft {
  let begun = false;
  return {
    add(...part) {
      try {
        appendFileSync(file, `${JSON.stringify(part)}\n`, { mode: 0o600 });
        begun = true;
      } catch {
        // Said by the store when the answer is whole.
      }
    },
    clear() {
      if (begun) rmSync(file, { force: true });
      begun = false;
    },
  };
}

/** What a process that was killed has left; the file is gone afterwards. A line that was cut off is left out. */
export function takeDraft(file: string): { text: string; reasoning: string } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
    rmSync(file, { force: true });
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
