import { count } from '@hermes-ops/plugin-kit/numbers';
import { cells, clipped, rowsOf } from '../render/cells.ts';
import type { Paint } from '../render/paint.ts';

/** One text to be read, of several. */
export interface Page {
  title: string;
  text: string;
}

/** Long texts one screen at a time, in place of what is typed. */
export interface Viewer {
  pages: readonly Page[];
  at: number;
  /** First row that is shown; kept inside the text when it is drawn. */
  top: number;
}

export interface ViewerKey {
  upArrow: boolean;
  downArrow: boolean;
  leftArrow: boolean;
  rightArrow: boolean;
  pageUp: boolean;
  pageDown: boolean;
  home: boolean;
  end: boolean;
  escape: boolean;
  return: boolean;
  ctrl: boolean;
}

/** Undefined: it is closed. `rows` is the height of a page. */
export function pressViewer(viewer: Viewer, input: string, key: ViewerKey, rows: number): Viewer | undefined {
  if (key.escape || key.return || input === 'q' || (key.ctrl && (input === 'o' || input === 'g'))) return undefined;
  const turn = (step: number): Viewer => {
    const at = Math.min(viewer.pages.length - 1, Math.max(0, viewer.at + step));
    return at === viewer.at ? viewer : { ...viewer, at, top: 0 };
  };
  const scroll = (step: number): Viewer => ({ ...viewer, top: Math.max(0, viewer.top + step) });
  if (key.leftArrow) return turn(-1);
  if (key.rightArrow) return turn(1);
  if (key.upArrow) return scroll(-1);
  if (key.downArrow) return scroll(1);
  if (key.pageUp) return scroll(-rows);
  if (key.pageDown || input === ' ') return scroll(rows);
  if (key.home) return { ...viewer, top: 0 };
  return key.end ? { ...viewer, top: Number.MAX_SAFE_INTEGER } : viewer;
}

/**
 * Draws it in exactly `rows` rows or fewer, and says where the end of the text keeps `top`. Of two rows the title goes, of one the
 * text, too: what stays says how to get out.
 */
export function drawViewer(
  viewer: Viewer,
  columns: number,
  rows: number,
  paint: Paint,
): { lines: string[]; top: number } {
  const page = viewer.pages[viewer.at] ?? { title: '', text: '' };
  const all = wrapped(page, columns);
  const room = pageIn(rows);
  const top = Math.max(0, Math.min(viewer.top, all.length - room));
  const last = Math.min(all.length, top + room);
  const number = viewer.pages.length > 1 ? `${viewer.at + 1}/${viewer.pages.length} ` : '';
  const place = `rows ${count(all.length === 0 ? 0 : top + 1)}-${count(last)} of ${count(all.length)}`;
  const turn = viewer.pages.length > 1 ? '←→ others, ' : '';
  const forms = [
    `${place}; ↑↓ PgUp PgDn, ${turn}Esc closes`,
    `${place}; ↑↓, ${turn}Esc closes`,
    `${place}; Esc closes`,
  ];
  const foot = paint('dim', forms.find((form) => cells(form) <= columns) ?? clipped('Esc closes', columns));
  if (rows < 2) return { lines: [foot], top };
  const title = rows < 3 ? [] : [paint('bold', clipped(`${number}${page.title}`, columns))];
  // A single character may be wider than a terminal of two columns.
  const shown = all.slice(top, last).map((row) => clipped(row, columns));
  return { lines: [...title, ...shown, foot], top };
}

/** Rows of the text in so many. */
export const pageIn = (rows: number): number => Math.max(1, rows - (rows < 3 ? 1 : 2));

/** Wrapping a long text takes time, and it is drawn at every key. */
const kept = new WeakMap<Page, { columns: number; rows: string[] }>();

function wrapped(page: Page, columns: number): string[] {
  const before = kept.get(page);
  if (before?.columns === columns) return before.rows;
  // A last line feed ends a row and begins none.
  const rows = page.text
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => rowsOf(line, columns));
  kept.set(page, { columns, rows });
  return rows;
}
