/** Widest frame around an answer, in cells: long rows are hard to read. */
const WIDEST = 100;

export const frameWidth = (columns: number): number => Math.max(10, Math.min(WIDEST, columns));

/** The frame of the walkthrough. */
export const frameTop = (width: number): string => `╭─ ⚕ Hermes ${'─'.repeat(Math.max(0, width - 13))}╮`;
export const frameBottom = (width: number): string => `╰${'─'.repeat(Math.max(0, width - 2))}╯`;
