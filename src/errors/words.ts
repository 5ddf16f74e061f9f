/** `65536` as `65,536`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 error`, `2,000 errors`. */
export const plural = (value: number, word: string): string => `${count(value)} ${word}${value === 1 ? '' : 's'}`;

/** Said after a write that no rename could do. */
export const writtenInPlace = (file: string): string =>
  `${file} was written in place: it is a mount point, so this write was not atomic`;
