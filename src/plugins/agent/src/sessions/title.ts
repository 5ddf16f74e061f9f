const MAX_TITLE = 200;
const MAX_CUT_TITLE = 60;

/** What moves the cursor, hides text or reverses its direction: controls, separators, formats (zero-width joiners stay). */
const UNSAFE = /(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** A title is one line of a list: no control characters, no runs of space, bounded. May come out empty. */
export const cleanTitle = (title: string): string =>
  cut(title.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ').trim(), MAX_TITLE);

/** The first line with words of what was asked first, until a model has made a title. */
export const titleFrom = (text: string): string => {
  const line =
    text
      .slice(0, 4000)
      .split('\n')
      .find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? '';
  return cut(cleanTitle(line), MAX_CUT_TITLE);
};

function cut(text: string, max: number): string {
  const chars = [...text];
  return chars.length <= max
    ? text
    : `${chars
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
