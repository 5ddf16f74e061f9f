/** Several lines that a shell reads as one. */
export interface Continued {
  /** Of the first and the last line, from 0. */
  first: number;
  last: number;
  /** As the shell reads it, runs of blanks as one. */
  text: string;
}

/**
 * What goes on over the end of its line: after `\` (blanks behind it are none to a model), a pipe, an open `$(` or `<(`, or
 * PowerShell's backtick; and where the next line begins with a pipe, as PowerShell allows it. Rows of a Markdown table are none.
 */
export function continuedLines(lines: readonly string[]): Continued[] {
  const found: Continued[] = [];
  for (let first = 0; first < lines.length; first += 1) {
    const parts = [lines[first] ?? ''];
    let last = first;
    for (; last + 1 < lines.length; last += 1) {
      const kept = goesOn(parts.at(-1) ?? '', lines[last + 1] ?? '', isRow(parts[0] ?? ''));
      if (kept === undefined) break;
      parts.splice(-1, 1, kept, lines[last + 1] ?? '');
    }
    if (last === first) continue;
    found.push({ first, last, text: parts.join('').replace(/[ \t]+/g, ' ') });
    first = last;
  }
  return found;
}

/** What stays of a line that the next one goes on with; undefined: it does not. */
function goesOn(line: string, next: string, row: boolean): string | undefined {
  const end = line.trimEnd();
  // Only from the first of a run on: from each of them it would cost the square of their number.
  const slashes = /(?<!\\)\\+$/.exec(end)?.[0].length ?? 0;
  if (slashes % 2 === 1) return end.slice(0, -1);
  if (/\s`$/.test(end)) return `${end.slice(0, -1)} `;
  if (/(?:\$|<)\($/.test(end)) return end;
  if (row) return undefined;
  const piped = /^(.*\|)\s*(?:#.*)?$/.exec(end.slice(-2_000))?.[1];
  if (piped !== undefined) return `${end.slice(0, -2_000)}${piped} `;
  return /^\s*\|/.test(next) && !/\|\s*$/.test(next) ? `${end} ` : undefined;
}

const isRow = (line: string): boolean => /^\s*\|/.test(line);

const SHELL = String.raw`\b(?:ba|z|da|k)?sh\b`;
const HERE = String.raw`(?<!<)<<-?\s{0,5}["']?(\w+)["']?`;
/** `sh <<END`, and `cat <<END | sh`. */
const TO_SHELL = [
  new RegExp(String.raw`${SHELL}[^\n|;]{0,200}${HERE}`),
  new RegExp(String.raw`${HERE}[^\n|]{0,100}\|\s{0,20}(?:sudo\s{1,5})?${SHELL}`),
];
const FETCHED = /(?:\$\(|`)\s{0,5}(?:curl|wget)\b/;
const MOST_LINES = 200;

/** Numbers, from 0, of lines that give a shell a text to run in which something fetched stands for a command. */
export function shellsFed(lines: readonly string[]): number[] {
  const trimmed = lines.map((line) => line.trim());
  const fetched = lines.map((line) => FETCHED.test(line));
  return lines.flatMap((line, at) => {
    const end = TO_SHELL.map((pattern) => pattern.exec(line.slice(0, 2_000))?.[1]).find((one) => one !== undefined);
    if (end === undefined) return [];
    for (let i = at + 1; i < lines.length && i <= at + MOST_LINES && trimmed[i] !== end; i += 1)
      if (fetched[i]) return [at];
    return [];
  });
}
