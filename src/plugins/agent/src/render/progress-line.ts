import { count } from '@hermes-ops/plugin-kit/numbers';
import type { AgentEvent } from '../loop/events.ts';
import { cells } from './cells.ts';
import { duration } from './status-line.ts';

type Progress = Omit<Extract<AgentEvent, { type: 'progress' }>, 'type'>;

const HEAD = '┊ prompt processing ';
/** Cells of the bar: it gives way to the words, but not wholly, unless the row is narrow. */
const BAR = 20;
const LEAST_BAR = 8;
const LEAST_FOR_BAR = 60;
/** Shorter times tell nothing of the speed. */
const LEAST_MS = 500;

/** `┊ prompt processing ▕████░░░░▏ 43 % of 12,345 tokens, 381 tok/s, 18 s left`, as much of it as the row has place for. */
export function progressLine({ totalTokens, cachedTokens, processedTokens, ms }: Progress, columns: number): string {
  const share = totalTokens > 0 ? Math.min(1, processedTokens / totalTokens) : 0;
  const done = processedTokens - cachedTokens;
  const speed = ms > LEAST_MS && done > 0 ? speedText((done / ms) * 1000, totalTokens - processedTokens) : '';
  const cached = cachedTokens > 0 ? `, ${count(cachedTokens)} from the cache` : '';
  const room = columns - cells(HEAD);
  const forWords = columns >= LEAST_FOR_BAR ? room - cells(barOf(0, LEAST_BAR)) : room;
  const parts = [` of ${count(totalTokens)} tokens`, speed];
  const start = `${Math.floor(share * 100)} %`;
  const words = parts.reduce((row, part) => (cells(row + part) <= forWords ? row + part : row), start);
  const bar = columns >= LEAST_FOR_BAR ? barOf(share, Math.min(BAR, LEAST_BAR + forWords - cells(words))) : '';
  const line = `${HEAD}${bar}${words}`;
  return cells(line + cached) <= columns ? line + cached : line;
}

function barOf(share: number, length: number): string {
  const full = Math.floor(share * length);
  return `▕${'█'.repeat(full)}${'░'.repeat(length - full)}▏ `;
}

function speedText(perSecond: number, left: number): string {
  const seconds = Math.ceil(left / perSecond);
  return `, ${count(Math.round(perSecond))} tok/s, ${seconds < 60 ? `${seconds} s` : duration(seconds * 1000)} left`;
}
