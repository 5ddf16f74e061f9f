import { createBlocks, type Placed } from './blocks.ts';
import { renderBlock } from './render-block.ts';
import { createSourceLines } from './source-lines.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

export interface MarkdownOptions {
  /** Cells of a row; fewer than ten are taken as ten. What became final keeps the width that it had then. */
  columns: number | (() => number);
  style: Style;
  /** Told how many characters each call gives to the Markdown lexer. */
  lexed?: (characters: number) => void;
}

/** A model's answer on its way to a terminal. How the text is cut into pushes makes no difference to the lines. */
export interface MarkdownStream {
  /** What the model wrote; returns the lines that are final now, each at most `columns` cells wide, styled with SGR only. */
  push(text: string): string[];
  /**
   * What is not final yet: of a block of code, whose lines are final one by one, the line that is being written as it will be shown,
   * of any other block all of it as plain wrapped text. At most the last `rows` lines.
   */
  open(rows: number): string[];
  /** Everything that is left. */
  end(): string[];
}

/** What is looked at of a line beyond what fills the rows, in UTF-16 units: up to there it is broken as all of it will be. */
const LONGEST = 4_096;

export function createMarkdownStream({ columns: cells, style, lexed }: MarkdownOptions): MarkdownStream {
  const width = (): number => Math.max(10, Math.floor(typeof cells === 'number' ? cells : cells()));
  const source = createSourceLines();
  const blocks = createBlocks();
  const render = (placed: readonly Placed[]): string[] =>
    placed.flatMap((one) => renderBlock(one, width(), { style, lexed }));

  return {
    push: (text) => source.push(text).flatMap((line) => render(blocks.line(line))),
    open(rows) {
      if (rows <= 0) return [];
      const columns = width();
      const most = rows * columns + LONGEST;
      const begun = source.open(most);
      const code = begun === '' ? undefined : blocks.code(begun);
      if (code) return render(code).slice(-rows);
      const { lines, containers } = blocks.open();
      const first = containers.at(-1);
      const marker = first?.kind === 'item' && first.fresh ? first.marker : '';
      const held = lines.slice(-rows).map((line, at) => (at === 0 && lines.length <= rows ? marker + line : line));
      const shown = [...held, begun].filter((line) => line !== '');
      return shown.flatMap((line) => wrap(tail(line, most), columns)).slice(-rows);
    },
    end: () => [...source.end().flatMap((line) => render(blocks.line(line))), ...render(blocks.end())],
  };
}

/** A whole answer at once, as it would have been shown while it came. */
export function renderMarkdown(text: string, options: MarkdownOptions): string[] {
  const stream = createMarkdownStream(options);
  return [...stream.push(text), ...stream.end()];
}

const tail = (line: string, most: number): string => line.slice(-most).replace(/^[\udc00-\udfff]/, '');
