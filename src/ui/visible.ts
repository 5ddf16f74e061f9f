/**
 * A text of a file as one line that a terminal can only show: control characters become their pictures, so that no
 * file can move the cursor, change colours or hide its own text by writing from right to left. Tabs stay.
 */
export const visible = (text: string): string =>
  text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\uFFFD';
  });

/** C0 but tab, DEL, C1, line and paragraph separators, and the marks that change the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const UNSAFE = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
