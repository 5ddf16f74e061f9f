export interface Line {
  text: string;
  start: number;
  /** `\n`, `\r\n`, or nothing at the end of the text. */
  end: string;
}

/** The lines of a text; one that ends with a line break has no empty line after it. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const at = text.indexOf('\n', start);
    const stop = at < 0 ? text.length : at + 1;
    const whole = text.slice(start, stop);
    const [end = ''] = /\r?\n$/.exec(whole) ?? [];
    lines.push({ text: whole.slice(0, whole.length - end.length), start, end });
    start = stop;
  }
  return lines;
}

/** Counted from 1. */
export const lineOf = (text: string, offset: number): number => linesAt(text, [offset])[0] ?? 1;

/** The same of several offsets in rising order, in one walk through the text. */
export function linesAt(text: string, offsets: readonly number[]): number[] {
  let [line, at] = [1, text.indexOf('\n')];
  return offsets.map((offset) => {
    for (; at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
    return line;
  });
}
