import { count } from '@hermes-ops/plugin-kit/numbers';
import type { AgentEvent } from '../loop/events.ts';
import { cells } from '../render/cells.ts';

type Progress = Omit<Extract<AgentEvent, { type: 'progress' }>, 'type'>;

const BAR = 20;

/** `┊ reading the prompt ▕████░░░░▏ 43 % of 12,345 tokens, 381 tok/s, 18 s left`, as much of it as the row has place for. */
export function progressLine({ totalTokens, cachedTokens, processedTokens, ms }: Progress, columns: number): string {
  const share = totalTokens > 0 ? Math.min(1, processedTokens / totalTokens) : 0;
  const full = Math.floor(share * BAR);
  const bar = columns >= 60 ? ` ▕${'█'.repeat(full)}${'░'.repeat(BAR - full)}▏` : '';
  const done = processedTokens - cachedTokens;
  const perSecond = ms > 500 && done > 0 ? (done / ms) * 1000 : undefined;
  const left =
    perSecond === undefined
      ? ''
      : `, ${Math.round(perSecond)} tok/s, ${Math.ceil((totalTokens - processedTokens) / perSecond)} s left`;
  const line = `┊ prompt processing${bar} ${Math.floor(share * 100)} % of ${count(totalTokens)} tokens${left}`;
  const cached = cachedTokens > 0 ? `, ${count(cachedTokens)} from the cache` : '';
  return cells(line + cached) <= columns ? line + cached : line;
}
