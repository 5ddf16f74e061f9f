import { splitLines } from './lines.ts';

/** A comment that stands for code: `// ... rest of the code`, `# … unchanged …`, `<!-- existing markup -->`. */
const STANDS_FOR_CODE =
  /^\s*(?:\/\/|#|--|;|\/\*|<!--|%)\s*(?:\.{3}|\u2026)\s*(?:\(?\s*)(?:the\s+)?(?:rest|existing|remaining|unchanged|same|previous|other|keep|omitted)\b|^\s*(?:\/\/|#|--|;|\/\*|<!--|%)\s*(?:the\s+)?(?:rest of|existing|remaining|unchanged)\b[^.\n]{0,40}(?:\.{3}|\u2026)/i;

/** The first line of the new text that only stands for code which would be lost; one that is in the file already is meant. */
export const placeholderIn = (by: string, old: string): string | undefined =>
  splitLines(by)
    .find(({ text }) => STANDS_FOR_CODE.test(text.slice(0, 200)) && !old.includes(text.trim()))
    ?.text.trim();
