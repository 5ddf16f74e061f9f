import { plural } from '../errors/words.ts';

const UNITS: readonly [string, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** How long ago something was, in its largest unit; `ms` below zero (another clock) counts as now. */
export function age(ms: number): string {
  const unit = UNITS.find(([, size]) => ms >= size);
  return unit ? `${plural(Math.floor(ms / unit[1]), unit[0])} ago` : 'just now';
}
