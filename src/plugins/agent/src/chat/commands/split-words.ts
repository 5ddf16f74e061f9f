import type { Host } from '@hermes-ops/contract';

/**
 * The words of a line as a shell splits them: quotes and backslashes keep blanks (POSIX, "Quoting"). Nothing is filled in
 * or matched: `$HOME`, `~` and `*` stay what they are. Error: agent.quote-open.
 */
export function splitWords(host: Pick<Host, 'errors'>, line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '"' || char === "'") {
      const quoted = char === '"' ? inDouble(line, at + 1) : inSingle(line, at + 1);
      if (!quoted) throw openQuote(host, line.slice(at));
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      at += 1;
      // Before a line break it joins two lines; at the very end there is nothing that it could keep.
      if (line[at] !== '\n') word = (word ?? '') + (line[at] ?? '\\');
    } else word = (word ?? '') + char;
  }
  return word === undefined ? words : [...words, word];
}

interface Quoted {
  text: string;
  /** Where the closing quote stands. */
  end: number;
}

function inSingle(line: string, from: number): Quoted | undefined {
  const end = line.indexOf("'", from);
  return end < 0 ? undefined : { text: line.slice(from, end), end };
}

/** There a backslash keeps only what would mean something: `$`, a backquote, `"`, itself and a line break. */
function inDouble(line: string, from: number): Quoted | undefined {
  const [inside] = /^(?:[^"\\]|\\[\s\S])*/.exec(line.slice(from)) ?? [''];
  const end = from + inside.length;
  if (line[end] !== '"') return undefined;
  return { text: inside.replace(/\\(?:([$`"\\])|\n)/g, '$1'), end };
}

/** A key of config.yaml, in quotes where it has blanks, and the value behind it as it stands. Error: agent.quote-open. */
export function keyAndValue(
  host: Pick<Host, 'errors'>,
  line: string,
): [key: string | undefined, value: string | undefined] {
  const quote = /^["']/.exec(line)?.[0];
  if (quote === undefined) {
    const [, key, value] = /^(\S+)(?:\s+([\s\S]+))?$/.exec(line) ?? [];
    return [key, value];
  }
  const end = line.indexOf(quote, 1);
  if (end < 0) throw openQuote(host, line);
  return [line.slice(1, end), line.slice(end + 1).trim() || undefined];
}

/** As much of what follows the quote as shows which one it is, in characters. */
const SHOWN = 40;

function openQuote({ errors }: Pick<Host, 'errors'>, rest: string): Error {
  const shown = rest.length > SHOWN ? `${rest.slice(0, SHOWN)}…` : rest;
  return errors.user('agent.quote-open', `a quote is not closed: ${shown}`, {
    try: [
      `Write the second ${rest[0]} where the text ends.`,
      `Write \\${rest[0]} where the character itself is meant.`,
    ],
    exit: 2,
  });
}
