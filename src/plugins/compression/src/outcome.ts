import type { ContextOutcome } from '@hermes-ops/contract';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import type { Note } from './note.ts';
import { percent, type Sizing } from './plan/plan.ts';

/** `51,900 → 9,800 tokens`. */
export const sizesText = ({ tokensBefore, tokensAfter }: Pick<Note, 'tokensBefore' | 'tokensAfter'>): string =>
  `about ${count(tokensBefore)} → ${count(tokensAfter)} tokens`;

/** Who wrote the summary, for a line. */
export const writerText = ({ model, url, seconds }: Pick<Note, 'model' | 'url' | 'seconds'>): string =>
  model === undefined ? 'put together without a model' : `summary by ${model} at ${url} in ${seconds.toFixed(1)} s`;

/** The one line about a compression. `sizing`: before it. */
export function compressedOutcome(note: Note, { historyTokens, fixedTokens }: Sizing): ContextOutcome {
  const { messagesBefore, messagesAfter, tokensAfter, reasons, failures } = note;
  const share = percent((tokensAfter - fixedTokens) / Math.max(1, historyTokens));
  const more = reasons.length > 0 ? `; more than was wanted: ${reasons.join(', ')}` : '';
  const failed = failures.length > 0 ? `; ${failures.join('; ')}` : '';
  return {
    changed: true,
    notice: `compressed: ${plural(messagesBefore, 'message')} to ${messagesAfter}, ${sizesText(note)} (messages to ${share}), ${writerText(note)}${more}${failed}. The session keeps all of it; /compress undo takes it back`,
  };
}

export const prunedOutcome = (note: Note, results: number): ContextOutcome => ({
  changed: true,
  notice: `${plural(results, 'message')} with long texts cut, ${sizesText(note)}, without a model; the session keeps all of it`,
});

export const unchangedOutcome = (failures: readonly string[], why: string): ContextOutcome => ({
  changed: false,
  notice: [`not compressed: ${why}`, ...failures].join('; '),
  try: ['hermes compression explain', 'hermes auxiliary status'],
});
