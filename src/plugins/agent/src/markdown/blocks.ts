import { type Container, DEEPEST, itemOf, matchContainers, type Prefix, restOf, takePrefixes } from './containers.ts';
import { begunFence, closesFence, indentOf, type LineStart, lineStart, underline } from './line-start.ts';
import { type Align, alignments, splitRow } from './table-source.ts';

/** A block that nothing can change any more. `plain` is shown as it stands, `code` is one line of code. */
export type Block =
  | { kind: 'paragraph' | 'plain' | 'html' | 'code' | 'info'; text: string }
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'rule' }
  | { kind: 'table'; head: string[]; align: Align[]; rows: string[][] };

export interface Placed {
  block: Block;
  prefixes: Prefix[];
  /** A blank line stands before it, within so many of the containers. */
  gap: number | undefined;
}

type Leaf =
  | { kind: 'paragraph'; lines: string[]; size: number }
  | { kind: 'table'; lines: string[]; size: number; align: Align[] }
  | { kind: 'fence'; char: string; length: number; indent: number }
  | { kind: 'plain' | 'html' };

export interface Blocks {
  /** Takes one line and says which blocks are final by it. */
  line(text: string): Placed[];
  /** What the open block holds, and the containers it is in. */
  open(): { lines: readonly string[]; containers: readonly Container[] };
  /** The beginning of a line of code as its block shows it; undefined outside of one. Nothing where it may become the block's end. */
  code(begun: string): Placed[] | undefined;
  end(): Placed[];
}

/** Where a block has more characters, it is shown as it stands, line by line. */
const LARGEST = { paragraph: 8_192, table: 65_536 };

const isFresh = (one: Container): boolean => one.kind === 'item' && one.fresh;

/** Block structure, line by line: each line is looked at once, however long the text becomes. */
export function createBlocks(): Blocks {
  const containers: Container[] = [];
  let leaf: Leaf | undefined;
  let gap: number | undefined;
  let begun = false;
  let out: Placed[] = [];

  const emit = (block: Block): void => {
    out.push({ block, gap: begun ? gap : undefined, prefixes: takePrefixes(containers) });
    begun = true;
    gap = undefined;
  };
  const closeLeaf = (): void => {
    const closing = leaf;
    leaf = undefined;
    if (closing?.kind === 'paragraph') emit({ kind: 'paragraph', text: closing.lines.join('\n') });
    if (closing?.kind === 'table') {
      const [head = [], ...rows] = closing.lines.map(splitRow);
      emit({ kind: 'table', head, align: closing.align, rows });
    }
  };
  const leave = (depth: number): void => {
    if (depth === containers.length && leaf === undefined) return;
    closeLeaf();
    if (containers.slice(depth).some(isFresh)) emit({ kind: 'plain', text: '' });
    containers.length = depth;
    if (gap !== undefined) gap = Math.min(gap, depth);
  };
  const grow = (text: string): void => {
    if (leaf?.kind !== 'paragraph' && leaf?.kind !== 'table') return;
    leaf.lines.push(text);
    leaf.size += text.length + 1;
    if (leaf.size <= LARGEST[leaf.kind]) return;
    const { lines } = leaf;
    leaf = { kind: 'plain' };
    for (const line of lines) emit({ kind: 'plain', text: line });
  };

  const blank = (depth: number): void => {
    if (depth < containers.length) leave(depth);
    else closeLeaf();
    if (containers.some(isFresh)) emit({ kind: 'plain', text: '' });
    gap = Math.min(gap ?? depth, depth);
  };

  const text = (rest: string): void => {
    if (leaf?.kind === 'html') emit({ kind: 'html', text: rest });
    else if (leaf?.kind === 'plain') emit({ kind: 'plain', text: rest.trim() });
    else if (leaf?.kind === 'paragraph') grow(rest.trim());
    else if (indentOf(rest) > 3) emit({ kind: 'code', text: rest.slice(4) });
    else {
      leaf = { kind: 'paragraph', lines: [], size: 0 };
      grow(rest.trim());
    }
  };

  /** Heads and underlines of headings are lines of the paragraph above until this line says what they are. */
  const turns = (rest: string): boolean => {
    if (leaf?.kind === 'table') {
      if (!rest.includes('|')) return false;
      grow(rest);
      return true;
    }
    if (leaf?.kind !== 'paragraph') return false;
    const level = underline(rest);
    if (level !== undefined) {
      const { lines } = leaf;
      leaf = undefined;
      emit({ kind: 'heading', level, text: lines.join(' ') });
      return true;
    }
    const align = alignments(rest);
    const head = leaf.lines.at(-1) ?? '';
    if (align === undefined || !head.includes('|') || splitRow(head).length !== align.length) return false;
    const before = leaf.lines.slice(0, -1);
    leaf = undefined;
    if (before.length > 0) emit({ kind: 'paragraph', text: before.join('\n') });
    leaf = { kind: 'table', lines: [head], size: head.length, align };
    return true;
  };

  const begin = (start: Exclude<LineStart, { kind: 'quote' | 'item' }>, rest: string): void => {
    if (start.kind === 'heading') emit(start);
    else if (start.kind === 'rule') emit({ kind: 'rule' });
    else if (start.kind === 'html') {
      leaf = { kind: 'html' };
      text(rest);
    } else {
      leaf = { kind: 'fence', char: start.char, length: start.length, indent: start.indent };
      emit({ kind: 'info', text: start.info });
    }
  };

  const line = (source: string): void => {
    const fence = leaf?.kind === 'fence' ? leaf : undefined;
    const { depth, rest } = matchContainers(source, containers, fence !== undefined);
    if (fence && depth === containers.length) {
      if (closesFence(rest, fence)) leaf = undefined;
      else emit({ kind: 'code', text: rest.slice(Math.min(fence.indent, indentOf(rest))) });
      return;
    }
    const whole = depth === containers.length;
    if (rest.trim() === '') blank(depth);
    else if (leaf?.kind === 'html' && whole) text(rest);
    else structure(rest, depth);
  };

  const structure = (within: string, depth: number): void => {
    let rest = within;
    const whole = depth === containers.length;
    const list = containers.some((one) => one.kind === 'item');
    const paragraph = leaf?.kind === 'paragraph' || leaf?.kind === 'plain';
    let start = lineStart(rest, { paragraph, list });
    if (whole && (start === undefined || start.kind === 'rule') && turns(rest)) return;
    // A line of a paragraph may leave out the marks of what it is in.
    if (start === undefined && paragraph) {
      text(rest);
      return;
    }
    let previous = containers[depth];
    leave(depth);
    while (start?.kind === 'quote' || start?.kind === 'item') {
      if (containers.length >= DEEPEST) break;
      closeLeaf();
      containers.push(start.kind === 'quote' ? { kind: 'quote' } : itemOf(start, previous));
      previous = undefined;
      rest = start.rest;
      if (rest.trim() === '') return;
      start = lineStart(rest, { paragraph: false, list: true });
    }
    if (start === undefined || start.kind === 'quote' || start.kind === 'item') text(rest);
    else {
      closeLeaf();
      begin(start, rest);
    }
  };

  const taken = (): Placed[] => {
    const final = out;
    out = [];
    return final;
  };

  return {
    line(source) {
      line(source);
      return taken();
    },
    open: () => ({
      lines: leaf?.kind === 'paragraph' || leaf?.kind === 'table' ? leaf.lines : [],
      containers,
    }),
    code(begun) {
      const { depth, rest } = matchContainers(begun, containers, true);
      if (leaf?.kind !== 'fence' || depth < containers.length) return undefined;
      if (begunFence(rest, leaf)) return [];
      const block: Block = { kind: 'code', text: rest.slice(Math.min(leaf.indent, indentOf(rest))) };
      return [{ block, gap: undefined, prefixes: containers.map(restOf) }];
    },
    end() {
      leave(0);
      return taken();
    },
  };
}
