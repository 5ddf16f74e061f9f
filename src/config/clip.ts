/** The beginning of a text, for messages. */
export const clip = (text: string, length = 60): string => (text.length > length ? `${text.slice(0, length)}…` : text);
