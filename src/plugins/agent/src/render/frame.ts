import { clipped } from './cells.ts';

/** Widest frame around an answer, in cells: long rows are hard to read. */
const WIDEST = 100;

export const frameWidth = (columns: number): number => Math.max(4, Math.min(WIDEST, columns));

/** The frame of the walkthrough. */
export const frameTop = (width: number): string =>
  width < 13 ? `${clipped('╭─ ⚕ Hermes ', width - 1)}╮` : `╭─ ⚕ Hermes ${'─'.repeat(width - 13)}╮`;
export const frameBottom = (width: number): string => `╰${'─'.repeat(Math.max(0, width - 2))}╯`;
