import { CONTROL_IN_LINES } from '@hermes-ops/plugin-kit/unseen';

/** A longer line is passed on in parts, so that a program that never ends its line costs no memory. */
const LONGEST_LINE = 65_536;

/** CSI, then OSC and the other strings up to their end or the line's, then what is left of escape sequences. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x9c|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
const CONTROLS = new RegExp(CONTROL_IN_LINES, 'g');

export interface Cleaner {
  /** Text of all lines that have ended. */
  push(chunk: Uint8Array): string;
  /** What there is of the line that has not ended. */
  flush(): string;
}

/**
 * Makes plain text of what a program printed: UTF-8 across the borders of chunks, escape sequences and control characters
 * removed, backspaces applied, of a line that was overwritten with carriage returns only what stood there last.
 */
export function createCleaner(): Cleaner {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let open = '';
  return {
    push(chunk) {
      const text = open + decoder.decode(chunk, { stream: true });
      const end = endOfWhole(text);
      open = text.slice(end);
      return clean(text.slice(0, end));
    },
    flush() {
      const text = clean(open);
      open = '';
      return text;
    },
  };
}

/** After the last line break; where that leaves too much, after the last blank, which is inside no secret. */
function endOfWhole(text: string): number {
  const line = text.lastIndexOf('\n') + 1;
  if (text.length - line <= LONGEST_LINE) return line;
  const blank = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\r')) + 1;
  return blank > line ? blank : text.length;
}

function clean(text: string): string {
  return CONTROL_IN_LINES.test(text) ? text.split('\n').map(cleanLine).join('\n') : text;
}

function cleanLine(line: string): string {
  if (!CONTROL_IN_LINES.test(line)) return line;
  const plain = line.replace(ESCAPES, '');
  const last = plain.includes('\r') ? (plain.split('\r').findLast((part) => part !== '') ?? '') : plain;
  return (last.includes('\b') ? backspaced(last) : last).replace(CONTROLS, '');
}

function backspaced(line: string): string {
  const kept: string[] = [];
  for (const char of line) {
    if (char === '\b') kept.pop();
    else kept.push(char);
  }
  return kept.join('');
}
