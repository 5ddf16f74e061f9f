import { count, plural } from '@hermes-ops/plugin-kit/numbers';

export const linesIn = (text: string): number => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** The first `length` UTF-16 units, without half a character at the end. */
export function headOf(text: string, length: number): string {
  const head = text.slice(0, Math.max(0, length));
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}

/** The last `length` UTF-16 units, without half a character at the start. */
export function tailOf(text: string, length: number): string {
  const tail = length > 0 ? text.slice(-length) : '';
  return /^[\uDC00-\uDFFF]/.test(tail) ? tail.slice(1) : tail;
}

/**
 * Joins the two ends of a longer text, both cut at a line's border where one is near, with a line that says exactly how
 * much is missing. `chars` and `lines` measure the whole.
 */
export function joinEnds(
  ends: { head: string; tail: string },
  whole: { chars: number; lines: number },
  rest: string,
): string {
  const lastBreak = ends.head.lastIndexOf('\n');
  const head = lastBreak > ends.head.length / 2 ? ends.head.slice(0, lastBreak + 1) : ends.head;
  const firstBreak = ends.tail.indexOf('\n');
  const tail = firstBreak >= 0 && firstBreak < ends.tail.length / 2 ? ends.tail.slice(firstBreak + 1) : ends.tail;
  const chars = whole.chars - head.length - tail.length;
  const lines = whole.lines - linesIn(head) - linesIn(tail);
  const gap = `[${plural(chars, 'character')} in ${plural(Math.max(1, lines), 'line')} left out here${rest}]`;
  return `${head}${head.endsWith('\n') || head === '' ? '' : '\n'}${gap}\n${tail}`;
}

/** A line of which the end is left out where it is too long. */
export const cutLine = (line: string, max: number): string =>
  line.length <= max ? line : `${headOf(line, max)} [+${count(line.length - max)} characters]`;

/** A text of at most about `max` characters: what is too much is taken out of the middle. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.max(40, Math.floor((max - 80) / 2));
  return joinEnds(
    { head: headOf(text, half), tail: tailOf(text, half) },
    { chars: text.length, lines: linesIn(text) },
    '',
  );
}
