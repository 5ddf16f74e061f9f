import type { Word } from '../shell/lexer.ts';

/** Which flags of a program are known to do no harm. */
export interface Flags {
  /** Letters; one with `:` behind it takes a value, one with `?` may have one in the same word. */
  short: string;
  /** Names without dashes; one that ends in `=` takes a value, one that ends in `?` may have one behind `=`. */
  long: string;
  /** `-5` and the like. */
  digits?: boolean;
}

export interface Arguments {
  flags: { name: string; value?: string }[];
  operands: Word[];
  /** Words behind the first operand that are values of flags here, and operands to a getopt that does not sort. */
  late: Word[];
}

/**
 * Sorts the words behind a program's name into flags and operands, as GNU getopt does, but without abbreviations.
 * Returns the reason where one of them is not known.
 */
export function sortArguments(words: readonly Word[], { short, long, digits = false }: Flags): Arguments | string {
  const names = new Set(long.split(' '));
  const result: Arguments = { flags: [], operands: [], late: [] };
  const rest = [...words];
  const value = (name: string): string | undefined => {
    const next = rest.shift();
    if (next?.glob) return undefined;
    if (next) result.flags.push({ name, value: next.text });
    if (next && result.operands.length > 0) result.late.push(next);
    return next?.text;
  };
  for (let word = rest.shift(); word; word = rest.shift()) {
    const { text } = word;
    if (text === '--') return { ...result, operands: [...result.operands, ...rest] };
    if (!text.startsWith('-') || text === '-') {
      result.operands.push(word);
      continue;
    }
    if (digits && /^-[0-9]+(?:\.[0-9]+)?$/.test(text)) continue;
    const unknown = `the flag \`${text}\` is not known to be harmless`;
    if (text.startsWith('--')) {
      const [, name = '', given] = /^--([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
      if (given !== undefined && (names.has(`${name}=`) || names.has(`${name}?`)))
        result.flags.push({ name, value: given });
      else if (given === undefined && (names.has(name) || names.has(`${name}?`))) result.flags.push({ name });
      else if (given !== undefined || !names.has(`${name}=`) || value(name) === undefined) return unknown;
      continue;
    }
    for (let at = 1; at < text.length; at += 1) {
      const letter = text[at] ?? '';
      const index = /[A-Za-z0-9.]/.test(letter) ? short.indexOf(letter) : -1;
      if (index === -1) return unknown;
      const kind = short[index + 1];
      const attached = text.slice(at + 1);
      if (kind === '?' || (kind === ':' && attached !== '')) {
        result.flags.push({ name: letter, value: attached });
        break;
      }
      if (kind === ':') {
        if (value(letter) === undefined) return unknown;
        break;
      }
      result.flags.push({ name: letter });
    }
  }
  return result;
}

export const has = ({ flags }: Arguments, ...names: string[]): boolean =>
  flags.some(({ name }) => names.includes(name));
