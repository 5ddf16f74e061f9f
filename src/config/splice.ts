/** Replace `text.slice(start, end)` by `text`. The splices of one plan do not overlap. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** All splices at once; offsets are those of the text given. */
export function splice(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, text: insert }) => result.slice(0, start) + insert + result.slice(end), text);
}

/** Whether two splices would change the same characters: an edit that has such a plan must not be made. */
export const overlap = (splices: readonly Splice[]): boolean =>
  splices.some((a, i) => splices.some((b, j) => i < j && a.start < b.end && b.start < a.end));
