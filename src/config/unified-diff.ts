import { maskFile } from './mask-source.ts';

const CONTEXT_LINES = 3;

/**
 * What is different between two texts of a config file, as a unified diff; empty where nothing is. Secrets are
 * overwritten with `*`; a secret that changes shows as two such lines. Line ends are those of the texts.
 */
export async function unifiedDiff(file: string, before: string, after: string): Promise<string> {
  if (before === after) return '';
  const { structuredPatch } = await import('diff');
  const { hunks } = structuredPatch(file, file, before, after, undefined, undefined, { context: CONTEXT_LINES });
  // The secrets are covered in the whole texts, because a value may stand on another line than its key.
  const old = maskFile(before).split('\n');
  const now = maskFile(after).split('\n');
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: body }) => {
    let at = oldStart - 1;
    let to = newStart - 1;
    const masked = body.map((line) => {
      const [sign] = line;
      if (sign === '\\') return line;
      if (sign === '-') return `-${old[at++] ?? ''}`;
      if (sign === '+') return `+${now[to++] ?? ''}`;
      at += 1;
      return ` ${now[to++] ?? ''}`;
    });
    return [`@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`, ...masked];
  });
  return `${[`--- ${file}`, `+++ ${file}`, ...lines].join('\n')}\n`;
}

/** An empty span is told by the line before it. */
const span = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`;
