import { distance } from 'fastest-levenshtein';

/**
 * The word that was most likely meant, or undefined where none comes close: a third of its letters may be wrong, at
 * least one. Case and `-`/`_` do not matter, and two swapped letters (`modle`) are one mistake.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = plain(word);
  const most = Math.max(1, Math.floor(typed.length / 3));
  let best: { candidate: string; cost: number } | undefined;
  for (const [i, other] of plainOf(candidates).entries()) {
    // Lengths that differ by more cannot come closer.
    if (Math.abs(other.length - typed.length) > most) continue;
    const cost = mistakes(typed, other);
    if (cost <= most && (best === undefined || cost < best.cost)) best = { candidate: candidates[i] ?? '', cost };
  }
  return best?.candidate;
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');

/** The candidates in the form in which they are compared, kept as long as the list itself. */
function plainOf(candidates: readonly string[]): readonly string[] {
  const known = PLAIN.get(candidates) ?? candidates.map(plain);
  PLAIN.set(candidates, known);
  return known;
}

const PLAIN = new WeakMap<readonly string[], readonly string[]>();

/** How many letters of a word are wrong. */
export const slips = (word: string, meant: string): number => mistakes(plain(word), plain(meant));

/** The Levenshtein distance, in which each swap of neighbours counts twice. */
function mistakes(typed: string, candidate: string): number {
  const letters = (text: string) => [...text].sort().join('');
  const steps = distance(typed, candidate);
  return letters(typed) === letters(candidate) ? steps / 2 : steps;
}
