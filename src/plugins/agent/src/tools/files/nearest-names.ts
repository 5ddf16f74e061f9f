import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { distance } from 'fastest-levenshtein';

/** Names in the same folder that may have been meant, as a sentence; empty where none comes close. */
export async function nearestNames(real: string, shown: string): Promise<string> {
  const name = basename(real).toLowerCase();
  const names = (await readdir(dirname(real)).catch(() => [])).slice(0, 5_000);
  const near = names
    .map((other) => ({ other, cost: distanceOf(name, other.toLowerCase()) }))
    .filter(({ cost }) => cost <= Math.max(2, name.length / 3))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, 3);
  if (near.length === 0) return '';
  return `; did you mean ${near.map(({ other }) => join(dirname(shown), other)).join(' or ')}?`;
}

/** A name that only lacks or adds an ending is one step away: `config` and `config.yaml`. */
const distanceOf = (name: string, other: string): number =>
  other.startsWith(`${name}.`) || name.startsWith(`${other}.`) ? 1 : distance(name, other);
