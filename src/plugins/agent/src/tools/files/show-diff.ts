import { plural } from '@hermes-ops/plugin-kit/numbers';
import { structuredPatch } from 'diff';
import { cutLine, linesIn } from '../cut-text.ts';

const LINE = 300;
/** Finding the shortest difference of very different texts takes time that grows with its square. */
const MOST_MS = 500;

/** The changed lines with `context` lines around them, as a unified diff without file names; at most `most` lines. */
export function showDiff(before: string, after: string, context: number, most: number): string {
  const patch = structuredPatch('', '', before, after, '', '', { context, timeout: MOST_MS });
  if (!patch) return `(${plural(linesIn(before), 'line')} become ${plural(linesIn(after), 'line')})`;
  const lines = patch.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines.map((line) => cutLine(line.replace(/\r$/, ''), LINE)),
  ]);
  if (lines.length <= most) return lines.join('\n');
  return [...lines.slice(0, most), `[${plural(lines.length - most, 'line')} of the diff left out]`].join('\n');
}
