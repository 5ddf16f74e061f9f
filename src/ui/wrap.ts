import cells from 'fast-string-width';

/**
 * A text in lines of at most `width` cells, broken at spaces; the lines after the first begin with `indent`. A word that
 * is wider than that is left to the terminal. With an infinite width, which a pipe has, there is one line.
 */
export function wrap(text: string, width: number, indent: string): string[] {
  if (cells(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line.trim() !== '' && cells(longer) > width) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line];
}
