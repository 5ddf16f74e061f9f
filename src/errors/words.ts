/** `65536` as `65,536`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 error`, `2,000 errors`. */
export const plural = (value: number, word: string): string => `${count(value)} ${word}${value === 1 ? '' : 's'}`;
