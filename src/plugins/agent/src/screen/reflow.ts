import { stripVTControlCharacters } from 'node:util';
import { graphemes } from '../editor/boundaries.ts';
import { cells } from '../render/cells.ts';
import type { View } from './view.ts';

/**
 * What a terminal that gets narrower does with rows that are longer than it: `none` are cut; `all` are broken, and the cursor stays at
 * its character; `others`: nothing is known of the row with the cursor; `xterm.js` moves the cursor by the rows that it makes
 * below it, too.
 */
export type Reflow = 'none' | 'all' | 'others' | 'xterm.js';

type Frame = Pick<View, 'lines' | 'cursor'>;

/**
 * By what terminals say of themselves; what they are started from stays in the environment. Where that is nothing, or two things, a
 * row that stays behind is better than one that is erased and was not ours.
 */
export function reflowOf(env: NodeJS.ProcessEnv): Reflow {
  if (env['STY']) return 'others';
  if (env['TMUX']) return 'all';
  if (env['XTERM_VERSION'] || /^(?:linux|rxvt|vt\d)/.test(env['TERM'] ?? '')) return 'none';
  if (env['VTE_VERSION']) return 'all';
  return /^(?:vscode|hyper|tabby)$/i.test(env['TERM_PROGRAM'] ?? '') ? 'xterm.js' : 'others';
}

/**
 * What a terminal that went from `before` columns to `columns` is told before ink erases the frame: ink goes up by as many rows as it
 * wrote, so this goes up by those that the terminal has made of them besides.
 */
export function beforeErasing({ lines, cursor }: Frame, before: number, columns: number, reflow: Reflow): string {
  if (reflow === 'none') return '';
  const made = lines.map((line) => rowsOver(line.trimEnd(), before, columns));
  const more = reflow === 'xterm.js' ? movedDown(made, cursor?.y) : sum(made.slice(0, cursor?.y ?? made.length));
  const own = cursor && reflow === 'all' ? Math.floor(Math.min(cursor.x, before - 1) / columns) : 0;
  return more + own > 0 ? `\u001b[${more + own}A\r\u001b[J` : '';
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** xterm.js breaks one row after the other from the last to the first, each time moves the cursor, and leaves the row where it then is. */
function movedDown(made: readonly number[], row = made.length): number {
  return made.reduceRight((at, more, i) => (at === i ? at : at + more), row) - row;
}

/** Rows beyond the first that a line takes. It was cut at the old width, if by nobody else then by ink. */
function rowsOver(line: string, before: number, columns: number): number {
  const width = Math.min(cells(line), before);
  if (width <= columns) return 0;
  let [rows, used, left] = [0, 0, width];
  for (const grapheme of graphemes(stripVTControlCharacters(line))) {
    const wide = cells(grapheme);
    if (wide > left) break;
    left -= wide;
    if (used + wide > columns) {
      rows += 1;
      used = 0;
    }
    used += wide;
  }
  return rows;
}
