import { spelled } from '@hermes-ops/plugin-kit/neutral';
import { rowsOf } from '../render/cells.ts';
import { frameWidth } from '../render/frame.ts';
import type { Paint } from '../render/paint.ts';

/** Rows of a long message that are shown. */
const HEAD = 12;
const TAIL = 4;

/** A message of the user between rules behind `●`, as the walkthrough shows it. */
export function userLines(text: string, columns: number, paint: Paint): string[] {
  const width = frameWidth(columns);
  const rows = shortened(spelled(text).split('\n')).flatMap((line) => rowsOf(line, width - 2));
  const rule = paint('dim', '─'.repeat(width));
  return [rule, ...rows.map((row, i) => `${i === 0 ? '●' : ' '} ${row}`), rule];
}

function shortened(lines: string[]): string[] {
  const left = lines.length - HEAD - TAIL;
  if (left < 2) return lines;
  return [...lines.slice(0, HEAD), `… ${left.toLocaleString('en-US')} lines …`, ...lines.slice(-TAIL)];
}
