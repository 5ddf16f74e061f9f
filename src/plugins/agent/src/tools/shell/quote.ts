/** One word of a shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same for a person to read or to copy: plain words stay as they are, so that where a word ends can be seen. */
export const asWord = (text: string): string => (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(text) ? text : quoted(text));
