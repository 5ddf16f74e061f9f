import type { CompressionSettings } from './settings.ts';

/** Share of the window that the request for a summary and the summary itself may need beyond the conversation. */
export const RESERVE = 0.05;

export interface Trigger {
  /** Prompt tokens at which the conversation is compressed; undefined: nothing says how large the window is. */
  tokens: number | undefined;
  /** The key that decides, or `reserve`: the window has to hold the request for a summary. */
  by: string;
}

/**
 * `floor(threshold * window)`, at most `threshold_tokens` and what leaves room for the request for a summary: the same
 * arithmetic as `hermes config validate`. Tokens throughout.
 */
export function triggerOf(
  { threshold, thresholdKey, thresholdTokens }: CompressionSettings,
  window: number | undefined,
): Trigger {
  const candidates: { tokens: number; by: string }[] = [];
  if (window !== undefined) {
    candidates.push({ tokens: shareOf(window, threshold), by: thresholdKey });
    candidates.push({ tokens: Math.floor(window * (1 - RESERVE)), by: 'reserve' });
  }
  if (thresholdTokens !== undefined) {
    candidates.push({ tokens: Math.floor(thresholdTokens), by: 'compression.threshold_tokens' });
  }
  const [least] = candidates.sort((a, b) => a.tokens - b.tokens);
  return least ?? { tokens: undefined, by: 'compression.threshold' };
}

/** Whole tokens of a share: 0.57 * 100 is 56.99999999999999 in binary, and whoever writes 0.57 means 57. */
export const shareOf = (window: number, threshold: number): number =>
  Math.floor(Number((threshold * window).toFixed(6)));
