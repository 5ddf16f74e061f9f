export interface Reindent {
  /** Nothing differs. */
  same: boolean;
  /** The text indented like the file. */
  apply(text: string): string;
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/**
 * How the indentation of the lines in a file follows from that of the lines asked for, where it is one and the same way
 * for all of them: the same blanks more or less, or tabs for a fixed number of spaces.
 */
export function indentDifference(asked: readonly string[], there: readonly string[]): Reindent | undefined {
  const pairs = asked.flatMap((line, i): [string, string][] =>
    line.trim() === '' ? [] : [[indentOf(line), indentOf(there[i] ?? '')]],
  );
  const way = [...ways(pairs)].find((change) => pairs.every(([from, to]) => change(from) === to));
  if (!way) return undefined;
  return {
    same: pairs.every(([from, to]) => from === to),
    apply: (text) => text.replace(/^[ \t]*(?=\S)/gm, (indent) => way(indent)),
  };
}

function* ways(pairs: readonly [string, string][]): Generator<(indent: string) => string> {
  yield (indent) => indent;
  const [from, to] = pairs[0] ?? ['', ''];
  if (to.endsWith(from)) yield (indent) => to.slice(0, to.length - from.length) + indent;
  if (from.endsWith(to)) {
    const less = from.slice(0, from.length - to.length);
    yield (indent) => (indent.startsWith(less) ? indent.slice(less.length) : indent.trimStart());
  }
  for (const width of [2, 4, 8, 3]) {
    yield (indent) => indent.replaceAll(' '.repeat(width), '\t');
    yield (indent) => indent.replaceAll('\t', ' '.repeat(width));
  }
}
