import { count } from '../errors/words.ts';

/** What decides when a conversation is compressed. */
export interface TriggerSettings {
  /** Context window of one request in tokens, input and output together. */
  window: number;
  /** `compression.threshold`: share of the window, 0 to 1. */
  threshold: number;
  /** `compression.threshold_tokens`: upper limit of the trigger in tokens; unset or 0: none. */
  thresholdTokens?: number | undefined;
}

export interface CompressionTrigger extends TriggerSettings {
  /** Prompt tokens at which compression starts. */
  tokens: number;
  /** Which of the two settings decides. */
  by: 'threshold' | 'threshold_tokens';
}

/**
 * The prompt size in tokens at which the history is compressed: `floor(threshold * window)`, at most `threshold_tokens`.
 * The walkthrough's 0.8 of 65,536 gives 52,428. The public Hermes Agent adds floors of its own (0.75 for windows below
 * 512K tokens, 64,000 tokens) that no key controls; they are left out here, because they hold on no other reader.
 */
export function compressionTrigger({ window, threshold, thresholdTokens }: TriggerSettings): CompressionTrigger {
  // 0.57 * 100 is 56.99999999999999 in binary; whoever writes 0.57 means 57.
  const share = Math.floor(Number((threshold * window).toFixed(6)));
  const capped = thresholdTokens !== undefined && thresholdTokens > 0 && thresholdTokens < share;
  return {
    window,
    threshold,
    thresholdTokens,
    tokens: capped ? Math.floor(thresholdTokens) : share,
    by: capped ? 'threshold_tokens' : 'threshold',
  };
}

/** `compression starts at 52,428 tokens (80 % of 65,536)`. */
export function describeTrigger({ tokens, window, threshold, by }: CompressionTrigger): string {
  const why =
    by === 'threshold_tokens'
      ? `\`threshold_tokens\`, in a window of ${count(window)}`
      : `${percent(threshold)} of ${count(window)}`;
  return `compression starts at ${count(tokens)} tokens (${why})`;
}

/** Tokens between the trigger and the end of the window: room for the answer that is being written. */
export const roomAbove = ({ tokens, window }: CompressionTrigger): number => window - tokens;

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
