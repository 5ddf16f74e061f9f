import { count } from '@hermes-ops/plugin-kit/numbers';
import type { AgentEvent } from '../loop/events.ts';
import { cells } from './cells.ts';
import { duration } from './status-line.ts';

type Progress = Omit<Extract<AgentEvent, { type: 'progress' }>, 'type'>;

const BAR = 20;
/** The bar is worth its place in rows of at least so many cells. */
const LEAST_FOR_BAR = 60;
/** Shorter times tell nothing of the speed. */
const LEAST_MS = 500;

/** `┊ prompt processing ▕████░░░░▏ 43 % of 12,345 tokens, 381 tok/s, 18 s left`, as much of it as the row has place for. */
export function progressLine({ totalTokens, cachedTokens, processedTokens, ms }: Progress, columns: number): string {
  const share = totalTokens > 0 ? Math.min(1, processedTokens / totalTokens) : 0;
  const full = Math.floor(share * BAR);
  const bar = columns >= LEAST_FOR_BAR ? ` ▕${'█'.repeat(full)}${'░'.repeat(BAR - full)}▏` : '';
  const done = processedTokens - cachedTokens;
  const speed = ms > LEAST_MS && done > 0 ? speedText((done / ms) * 1000, totalTokens - processedTokens) : '';
  const cached = cachedTokens > 0 ? `, ${count(cachedTokens)} from the cache` : '';
  const parts = [` of ${count(totalTokens)} tokens`, speed, cached];
  const start = `┊ prompt processing${bar} ${Math.floor(share * 100)} %`;
  return parts.reduce((row, part) => (cells(row + part) <= columns ? row + part : row), start);
}

function speedText(perSecond: number, left: number): string {
  const seconds = Math.ceil(left / perSecond);
  return `, ${count(Math.round(perSecond))} tok/s, ${seconds < 60 ? `${seconds} s` : duration(seconds * 1000)} left`;
}
