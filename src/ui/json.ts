/** What JSON leaves as it is although it acts on a terminal: DEL, C1, separators, and what only formats (bidi, zero width). */
const ACTS = /[\u007F-\u009F]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** A value as JSON of characters that a terminal can only show. Parsed, it is the very same. `indent` 0: one line. */
export const printableJson = (value: unknown, indent = 2): string =>
  JSON.stringify(value, null, indent).replace(ACTS, escaped);

/** Control characters but line breaks and tabs, separators of lines, and what turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g;

/** A text for people that a terminal can only show. */
export const printableText = (text: string): string => text.replace(CONTROLS, escaped);

const escaped = (char: string): string =>
  char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
