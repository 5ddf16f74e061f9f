import stringWidth from 'string-width';
import type { Block, Placed } from './blocks.ts';
import type { Prefix } from './containers.ts';
import { type Inline, inline } from './inline.ts';
import { tableLines } from './table.ts';
import { cut, wrap } from './wrap.ts';

const CODE_INDENT = '  ';

/** Lines of one block, each at most `columns` cells wide with what its containers put before it. */
export function renderBlock({ block, prefixes, gap }: Placed, columns: number, look: Inline): string[] {
  const shown = fitting(prefixes, columns);
  const { dim } = look.style;
  const before = (which: 'first' | 'rest', parts: readonly Prefix[]): string =>
    parts.map((part) => (part.kind === 'quote' ? `${dim('│')} ` : part[which])).join('');
  const width = columns - shown.reduce((sum, part) => sum + stringWidth(part.rest), 0);
  const first = before('first', shown);
  const rest = before('rest', shown);
  const lines = blockLines(block, width, look).map((line, at) => {
    const prefix = at === 0 ? first : rest;
    return line === '' ? prefix.trimEnd() : prefix + line;
  });
  if (gap === undefined) return lines;
  const dropped = prefixes.length - shown.length;
  return [before('rest', shown.slice(0, Math.max(0, gap - dropped))).trimEnd(), ...lines];
}

/** The innermost that leave at least a third of the row to the text. */
function fitting(prefixes: readonly Prefix[], columns: number): Prefix[] {
  let room = columns - Math.max(4, Math.floor(columns / 3));
  let from = prefixes.length;
  while (from > 0) {
    room -= stringWidth(prefixes[from - 1]?.rest ?? '');
    if (room < 0) break;
    from -= 1;
  }
  return prefixes.slice(from);
}

function blockLines(block: Block, width: number, look: Inline): string[] {
  const { style } = look;
  switch (block.kind) {
    case 'paragraph':
      return wrap(inline(block.text, look), width);
    case 'plain':
      return wrap(block.text, width);
    case 'html':
      return cut(block.text, width);
    case 'heading':
      return wrap(inline(`${'#'.repeat(block.level)} ${block.text}`.trim(), look, style.heading), width);
    case 'rule':
      return [style.dim('─'.repeat(width))];
    case 'info':
      return block.text === '' ? [] : cut(`── ${block.text}`, width - 2).map((line) => CODE_INDENT + style.dim(line));
    case 'code':
      return cut(block.text, width - 2).map((line) => (line === '' ? '' : CODE_INDENT + line));
    case 'table': {
      const cell = (text: string): string => inline(text.replace(/<br *\/?>/gi, '\n'), look);
      const table = { head: block.head.map(cell), align: block.align, rows: block.rows.map((row) => row.map(cell)) };
      return tableLines(table, width);
    }
  }
}
