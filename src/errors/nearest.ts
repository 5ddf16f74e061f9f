import { distance } from 'fastest-levenshtein';

/**
 * The word that was most likely meant, or undefined where none comes close: a third of its letters may be wrong, at
 * least one. Case and `-`/`_` do not matter, and two swapped letters (`modle`) are one mistake.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = plain(word);
  const ranked = candidates
    .map((candidate) => ({ candidate, cost: mistakes(typed, plain(candidate)) }))
    .sort((a, b) => a.cost - b.cost);
  const [best] = ranked;
  return best && best.cost <= Math.max(1, Math.floor(typed.length / 3)) ? best.candidate : undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');

/** The Levenshtein distance, in which each swap of neighbours counts twice. */
function mistakes(typed: string, candidate: string): number {
  const letters = (text: string) => [...text].sort().join('');
  const steps = distance(typed, candidate);
  return letters(typed) === letters(candidate) ? steps / 2 : steps;
}
