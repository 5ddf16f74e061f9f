import { distance } from 'fastest-levenshtein';
import { nearest } from '../errors/nearest.ts';

/**
 * The listed model that was most likely meant. A vendor's prefix too many or too few (`deepseek/deepseek-chat`) counts
 * for nothing; of several that are equally near, the one with the fewest other letters, then the longest same beginning.
 */
export function nearestModel(wanted: string, ids: readonly string[]): string | undefined {
  const own = bare(wanted);
  const same = ids.filter((id) => bare(id) === own);
  if (same.length > 0) return same[0];
  const ranked = ids
    .map((id) => ({ id, cost: distance(own, bare(id)), shared: sharedStart(own, bare(id)) }))
    .sort((a, b) => a.cost - b.cost || b.shared - a.shared);
  const meant = nearest(
    own,
    ranked.map(({ id }) => bare(id)),
  );
  return ranked.find(({ id }) => bare(id) === meant)?.id;
}

const bare = (id: string): string => id.replace(/^.*\//, '').toLowerCase();

function sharedStart(a: string, b: string): number {
  const length = [...a].findIndex((letter, i) => letter !== b[i]);
  return length === -1 ? a.length : length;
}
