import type { ContextState } from '@hermes-ops/contract';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { sizesText, writerText } from './outcome.ts';
import type { Compression } from './parts.ts';
import type { CompressionSettings } from './settings.ts';
import { type Trigger, triggerOf } from './trigger.ts';

/** Where the trigger lies, in a sentence. */
export function triggerText(settings: CompressionSettings, contextTokens: number | undefined): string {
  const trigger = triggerOf(settings, contextTokens);
  if (!settings.enabled) return 'compression is switched off (`compression.enabled`)';
  if (trigger.tokens === undefined) {
    return 'the window is not known, so the conversation is compressed when the server refuses it; `model.context_length` sets it';
  }
  return `compressed at ${count(trigger.tokens)} tokens (${whyText(settings, trigger, contextTokens)}) or ${count(settings.messageLimit)} messages`;
}

function whyText({ threshold }: CompressionSettings, { by }: Trigger, contextTokens: number | undefined): string {
  const window = contextTokens === undefined ? '' : ` of ${count(contextTokens)}`;
  if (by === 'reserve') return `95 %${window}: the window has to hold the request for a summary`;
  if (by === 'compression.threshold_tokens') return '`compression.threshold_tokens`';
  return `${Number((threshold * 100).toFixed(2))} %${window}, \`${by}\``;
}

/** For `/context`. */
export function describeState(
  { contextTokens }: Pick<ContextState, 'contextTokens'>,
  settings: CompressionSettings,
  done: readonly Compression[],
): string[] {
  const last = done.at(-1)?.note;
  return [
    triggerText(settings, contextTokens),
    ...(last
      ? [`${plural(done.length, 'compression')} so far, the last one ${sizesText(last)}, ${writerText(last)}`]
      : []),
  ];
}
