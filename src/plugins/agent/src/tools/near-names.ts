import { distance } from 'fastest-levenshtein';

/** At most three of these names that may have been meant by another, the nearest first. `same`: one spelling of a name. */
export function nearNames(
  names: readonly string[],
  given: string,
  same: (name: string) => string = (name) => name.toLowerCase(),
): string[] {
  const wanted = same(given.slice(0, 64));
  return names
    .map((name) => ({ name, cost: costOf(same(name.slice(0, 64)), wanted) }))
    .filter(({ cost }) => cost <= Math.max(2, wanted.length / 3))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, 3)
    .map(({ name }) => name);
}

const costOf = (name: string, given: string): number =>
  given.length > 2 && (name.includes(given) || given.includes(name)) ? 1 : distance(name, given);
