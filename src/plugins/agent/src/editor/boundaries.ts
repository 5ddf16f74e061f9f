import { isChip, splitAtChips } from './clean.ts';

/** A line of the text, from its first index to that of its line feed or the end. */
export interface Line {
  from: number;
  to: number;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/** The line that `at` is in. Nothing joins over a line feed, so that only one line is ever looked at. */
export function lineAt(text: string, at: number): Line {
  const end = text.indexOf('\n', at);
  return { from: at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1, to: end === -1 ? text.length : end };
}

/** What a reader takes for one character each. A chip is one, whatever stands beside it. */
export function graphemes(line: string): string[] {
  if (/^[ -~]*$/.test(line)) return line.split('');
  return splitAtChips(line).flatMap((part) =>
    isChip(part) ? [part] : Array.from(GRAPHEMES.segment(part), ({ segment }) => segment),
  );
}

/** Where the caret may stand in a line, first and last place included. */
function places(text: string, { from, to }: Line): number[] {
  let at = from;
  return [from, ...graphemes(text.slice(from, to)).map((grapheme) => (at += grapheme.length))];
}

/** The nearest place that is not behind `at`. */
export const floor = (text: string, at: number): number =>
  places(text, lineAt(text, at)).findLast((place) => place <= at) ?? 0;

/** The nearest place that is not before `at`. */
export const ceil = (text: string, at: number): number =>
  places(text, lineAt(text, at)).find((place) => place >= at) ?? text.length;

export function previous(text: string, at: number): number {
  return lineAt(text, at).from === at ? Math.max(0, at - 1) : floor(text, at - 1);
}

export function next(text: string, at: number): number {
  return lineAt(text, at).to === at ? Math.min(text.length, at + 1) : ceil(text, at + 1);
}

/** The start of the word before; a line's start and the end of the line before are stops as well. */
export function wordBefore(text: string, at: number): number {
  const line = lineAt(text, at);
  if (line.from === at) return previous(text, at);
  return floor(text, words(text, line).findLast(({ from }) => from < at)?.from ?? line.from);
}

/** The end of the word behind; a line's end and the start of the next line are stops as well. */
export function wordBehind(text: string, at: number): number {
  const line = lineAt(text, at);
  if (line.to === at) return next(text, at);
  return ceil(text, words(text, line).find(({ to }) => to > at)?.to ?? line.to);
}

/** By dictionary where a script has no blanks. A chip is a word. */
function words(text: string, { from, to }: Line): Line[] {
  let start = from;
  return splitAtChips(text.slice(from, to)).flatMap((part) => {
    const at = start;
    start += part.length;
    if (isChip(part)) return [{ from: at, to: start }];
    return Array.from(WORDS.segment(part))
      .filter(({ isWordLike }) => isWordLike)
      .map(({ index, segment }) => ({ from: at + index, to: at + index + segment.length }));
  });
}
