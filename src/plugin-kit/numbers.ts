/** Figures as people write them: `12,345`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 line`, `2 lines`; `several` where the word takes more than an s. */
export const plural = (value: number, word: string, several = `${word}s`): string =>
  `${count(value)} ${value === 1 ? word : several}`;
