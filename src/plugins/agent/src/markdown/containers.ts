import { indentOf } from './line-start.ts';

/** What a line can stand in: a quote, or an item of a list. */
export type Container =
  | { kind: 'quote' }
  | {
      kind: 'item';
      /** Blanks before a line that belong to it at least, and at most. */
      need: number;
      offset: number;
      /** As it is written, and as it is shown. */
      written: string;
      marker: string;
      /** Nothing of it has been shown, not even its marker. */
      fresh: boolean;
    };

/** What a container puts before the first line of a block, and before the others. */
export interface Prefix {
  kind: Container['kind'];
  first: string;
  rest: string;
}

/** More levels are shown as they are written. */
export const DEEPEST = 24;

const QUOTE = /^ {0,3}> ?/;

/**
 * How many of the open containers the line goes on with, and what it holds within them. Inside a fenced block (`fenced`) items go
 * on whatever the indent is: the fence says where it ends.
 */
export function matchContainers(
  line: string,
  containers: readonly Container[],
  fenced: boolean,
): { depth: number; rest: string } {
  let rest = line;
  for (const [depth, container] of containers.entries()) {
    if (container.kind === 'quote') {
      const mark = QUOTE.exec(rest)?.[0];
      if (mark === undefined) return { depth, rest };
      rest = rest.slice(mark.length);
    } else {
      const indent = indentOf(rest);
      if (indent < container.need && indent < rest.length && !fenced) return { depth, rest };
      rest = rest.slice(Math.min(indent, container.offset));
    }
  }
  return { depth: containers.length, rest };
}

/**
 * The container that an item begins, behind `previous` at its level. Two blanks of indent are enough for what is in it, also
 * below `1.`: models seldom write the third.
 */
export const itemOf = (
  { indent, offset, marker }: { indent: number; offset: number; marker: string },
  previous: Container | undefined,
): Container => ({
  kind: 'item',
  need: Math.min(offset, indent + 2),
  offset,
  written: marker,
  marker: previous?.kind === 'item' && previous.written === marker ? following(previous.marker) : marker,
  fresh: true,
});

/** Lists may have `1.` before each item, and are counted. */
const following = (marker: string): string => marker.replace(/^\d+/, (number) => String(Number(number) + 1));

/** What stands before the next block; from then on markers have been shown. */
export function takePrefixes(containers: readonly Container[]): Prefix[] {
  return containers.map((container) => {
    const prefix = restOf(container);
    if (container.kind === 'quote' || !container.fresh) return prefix;
    container.fresh = false;
    return { ...prefix, first: container.marker };
  });
}

/** What stands before a block that goes on. */
export function restOf(container: Container): Prefix {
  if (container.kind === 'quote') return { kind: 'quote', first: '│ ', rest: '│ ' };
  const blanks = ' '.repeat(container.marker.length);
  return { kind: 'item', first: blanks, rest: blanks };
}
