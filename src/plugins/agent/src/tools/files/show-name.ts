/** Controls, bidirectional and invisible characters, with which a name could pass for another or act on a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A file's name on one line: what cannot be seen is written as an escape. */
export const showName = (name: string): string =>
  name.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
