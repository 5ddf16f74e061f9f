import { replaceUnseen, spell } from '@hermes-ops/plugin-kit/unseen';
import { rowsOf } from '../render/cells.ts';
import { frameWidth } from '../render/frame.ts';
import type { Paint } from '../render/paint.ts';

/** Rows of a long message that are shown. */
const HEAD = 12;
const TAIL = 4;

/** A message of the user between rules behind `●`, as the walkthrough shows it. */
export function userLines(text: string, columns: number, paint: Paint): string[] {
  const width = frameWidth(columns);
  const rows = shortened(text.split(/\r?\n/)).flatMap((line) => rowsOf(shown(line), width - 2));
  const rule = paint('dim', '─'.repeat(width));
  return [rule, ...rows.map((row, i) => `${i === 0 ? '●' : ' '} ${row}`), rule];
}

/** What cannot be seen is spelled, pictures that are joined stay. */
const shown = (line: string): string => replaceUnseen(line, (char) => (char === '\t' ? char : spell(char)));

function shortened(lines: string[]): string[] {
  const left = lines.length - HEAD - TAIL;
  if (left < 2) return lines;
  return [...lines.slice(0, HEAD), `… ${left.toLocaleString('en-US')} lines …`, ...lines.slice(-TAIL)];
}
