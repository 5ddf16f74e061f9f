import { rowsOf } from '../render/cells.ts';
import type { Question } from './approver.ts';
import { questionText } from './question-text.ts';

/** A question as a terminal of that many columns shows it, each of its lines in rows that fit; `hidden`: rows that are left out. */
export function questionRows(question: Question, all: boolean, columns: number): { lines: string[][]; hidden: number } {
  const { lines, hidden } = questionText(question, all, columns - 4);
  return { lines: lines.map((line) => wrapped(line, columns)), hidden };
}

/** What does not fit goes on behind the same mark, so that nothing of it passes for a line of hermes. */
function wrapped(line: string, columns: number): string[] {
  const [mark = ''] = /^ +(?:[|!] )?/.exec(line) ?? [];
  const [first = '', ...rest] = rowsOf(line.slice(mark.length), Math.max(10, columns - Math.max(2, mark.length)));
  return [`${mark}${first}`, ...rest.map((row) => `${mark || '  '}${row}`)];
}
