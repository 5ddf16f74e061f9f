import { spelled } from '@hermes-ops/plugin-kit/neutral';
import type { Paint } from './paint.ts';

/** Rows of a change that are shown without being asked for. */
const SHOWN = 14;

/** A unified diff in colours, its first rows; what a file holds is shown and does nothing. */
export function diffLines(diff: string, paint: Paint): string[] {
  const lines = spelled(diff)
    .split('\n')
    .filter((line) => !/^(---|\+\+\+) /.test(line));
  const shown = lines.slice(0, SHOWN).map((line) => `┊   ${coloured(line, paint)}`);
  const rest = lines.length - SHOWN;
  return rest > 0 ? [...shown, paint('dim', `┊   … ${rest} more lines of the change`)] : shown;
}

/** By the sign that the line begins with. */
export function coloured(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line.startsWith('@@') ? paint('cyan', line) : line;
}
