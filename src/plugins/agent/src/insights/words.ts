import { count } from '@hermes-ops/plugin-kit/numbers';

/** `45 s`, `12 min`, `3 h 4 min`. */
export function lasting(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${count(Math.floor(minutes / 60))} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/** A speed in tok/s, or a mean: one decimal below 100. */
export const figure = (value: number): string => (value < 99.95 ? value.toFixed(1) : count(Math.round(value)));

/** `93 %`; what is there at all is never 0 %, and not all never 100 %. */
export function percent(share: number | null): string {
  if (share === null) return '--';
  const rounded = Math.round(share * 100);
  if (share > 0 && rounded === 0) return '<1 %';
  return share < 1 && rounded === 100 ? '>99 %' : `${rounded} %`;
}

/** `+12 %`, `-3 %`, `±0 %`. */
export function change(share: number): string {
  const rounded = Math.round(Math.abs(share) * 100);
  return `${rounded === 0 ? '±' : share < 0 ? '-' : '+'}${rounded} %`;
}
