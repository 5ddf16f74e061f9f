export type Align = 'left' | 'right' | 'center' | undefined;

/** Cells of a row of GitHub's tables: `\|` is a pipe within one, in code as well. */
export function splitRow(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  const body = line.trim();
  for (let at = body.startsWith('|') ? 1 : 0; at < body.length; at++) {
    const char = body.charAt(at);
    if (char === '\\' && body[at + 1] === '|') {
      cell += '|';
      at += 1;
    } else if (char === '\\') {
      cell += char + (body[at + 1] ?? '');
      at += 1;
    } else if (char === '|') {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return cell.trim() === '' && cells.length > 0 ? cells : [...cells, cell.trim()];
}

/** The row below a table's head, `|---|:-:|`; undefined when the line is none. */
export function alignments(line: string): Align[] | undefined {
  if (!line.includes('-') || !/^[ |:-]+$/.test(line) || !/[|:]/.test(line)) return undefined;
  const cells = splitRow(line);
  if (!cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  return cells.map((cell) => {
    if (cell.startsWith(':')) return cell.endsWith(':') ? 'center' : 'left';
    return cell.endsWith(':') ? 'right' : undefined;
  });
}
