import { CONTROL_IN_LINES, INVISIBLE, isControl, isInvisible, joins, replaceUnseen, spell } from './unseen.ts';

export interface NeutralOptions {
  /** Line breaks stay. Otherwise they, and tabs, become blanks. */
  multiline?: boolean;
}

/** Makes the parts of one text harmless as they arrive. */
export interface Neutraliser {
  /** What can be shown by now; an escape sequence that is not complete is held back. */
  push(chunk: string): string;
  /** The rest. */
  end(): string;
}

/** Longer sequences are none: what is held back is then shown as text, so that nothing can hide behind an open one. */
const LONGEST_SEQUENCE = 4_096;

const SUSPECT = new RegExp(`${CONTROL_IN_LINES.source}|${INVISIBLE.source}`, 'u');

/**
 * A text that a terminal can only show. Escape sequences and control characters, also the 8-bit ones, are left out;
 * characters that cannot be seen are spelled (`\u{202e}`). Line breaks and tabs stay where `multiline` says so.
 */
export function neutralise(text: string, { multiline = false }: NeutralOptions = {}): string {
  const neutraliser = createNeutraliser();
  const plain = neutraliser.push(text) + neutraliser.end();
  return multiline ? plain : plain.replace(/[\n\t]/g, ' ');
}

/** The same, with everything that would have been left out spelled as well: for questions about what is to be done. */
export const spelled = (text: string): string =>
  Array.from(text.replaceAll('\r\n', '\n'), (char) =>
    char === '\n' || char === '\t' || !(isControl(char) || isInvisible(char)) ? char : spell(char),
  ).join('');

/** On a line of its own: nothing in it acts on a terminal, hides, or begins another line. */
export const onOneLine = (text: string): string =>
  replaceUnseen(neutralise(text.replaceAll(/\s+/g, ' ')), spell).trim();

/** In a sequence: behind ESC, in a CSI sequence, or in a string (OSC, DCS, SOS, PM, APC); `end`: behind ESC in a string. */
type State = 'text' | 'escape' | 'csi' | 'string' | 'end';

/** ECMA-48: what follows ESC in 7 bits is one character between 0x80 and 0x9f in 8 bits. */
const INTRODUCERS: Readonly<Record<string, State>> = {
  '\x1b': 'escape',
  '\x9b': 'csi',
  '\x90': 'string',
  '\x98': 'string',
  '\x9d': 'string',
  '\x9e': 'string',
  '\x9f': 'string',
};

/** One for each text that comes in parts. */
export function createNeutraliser(): Neutraliser {
  let state: State = 'text';
  /** Of the open sequence, without what introduced it. */
  let held = '';
  let last = '';
  let carry = '';

  const show = (char: string): string => {
    const shown = visible(char, last);
    if (shown !== '') last = shown === char ? char : '}';
    return shown;
  };
  const giveUp = (): string => {
    const shown = Array.from(held, show).join('');
    held = '';
    state = 'text';
    return shown;
  };
  const open = (next: State): string => {
    state = next;
    held = '';
    return '';
  };
  const step = (char: string): string => {
    const introducer = INTRODUCERS[char];
    if (state === 'text') return introducer ? open(introducer) : show(char);
    if (state === 'end') {
      if (char === '\\') return open('text');
      state = 'string';
      return giveUp() + open('escape') + step(char);
    }
    if (state === 'string') {
      if (char === '\x1b') {
        state = 'end';
        return '';
      }
      if (char === '\x07' || char === '\x9c') return open('text');
    } else if (introducer) return open(introducer);
    if (char === '\n' || char === '\r' || held.length >= LONGEST_SEQUENCE) return giveUp() + step(char);
    if (state === 'escape') {
      if (char === '[') return open('csi');
      if (/[\]PX^_]/.test(char)) return open('string');
      if (!/[ -/]/.test(char)) return /[0-~]/.test(char) ? open('text') : giveUp() + step(char);
    } else if (state === 'csi') {
      if (/[@-~]/.test(char)) return open('text');
      if (!/[ -?]/.test(char)) return giveUp() + step(char);
    }
    held += char;
    return '';
  };

  return {
    push(chunk) {
      let text = carry + chunk;
      carry = '';
      if (state === 'text' && !SUSPECT.test(text)) {
        last = Array.from(text.slice(-2)).at(-1) ?? last;
        return text;
      }
      // Half a character, or a carriage return that a line feed may follow.
      const half = /[\ud800-\udbff\r]$/.exec(text)?.[0];
      if (half !== undefined) {
        carry = half;
        text = text.slice(0, -1);
      }
      return Array.from(text.replaceAll('\r\n', '\n'), step).join('');
    },
    end() {
      const rest = Array.from(carry, step).join('');
      carry = '';
      return rest + (state === 'text' ? '' : giveUp());
    },
  };
}

function visible(char: string, before: string): string {
  if (char === '\n' || char === '\t') return char;
  if (char === '\r') return '\n';
  if (isControl(char)) return '';
  return isInvisible(char) && !joins(char, before) ? spell(char) : char;
}
