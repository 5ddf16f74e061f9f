import type { ContextState } from '@hermes-ops/contract';
import type { CompressionSettings } from './settings.ts';
import { triggerOf } from './trigger.ts';

/** Why the conversation is to be compressed now. */
export type Due = 'asked' | 'overflow' | 'size' | 'messages' | 'idle' | 'old-results';

/**
 * Whether something is due before this request. The number of messages and a long pause count only when the user has just
 * said something: nothing is taken away in the middle of a chain of calls that still fits.
 */
export function dueOf(
  {
    reason,
    promptTokens,
    contextTokens,
    messages,
  }: Pick<ContextState, 'reason' | 'promptTokens' | 'contextTokens' | 'messages'>,
  settings: CompressionSettings,
): Due | undefined {
  if (reason !== 'before-request') return reason;
  const { tokens } = triggerOf(settings, contextTokens);
  if (tokens !== undefined && promptTokens >= tokens) return 'size';
  const atTurn = messages.at(-1)?.role === 'user';
  if (atTurn && messages.length >= settings.messageLimit) return 'messages';
  const [last, before] = [messages.at(-1), messages.at(-2)];
  if (atTurn && last && before && settings.idleSeconds > 0) {
    if (Date.parse(last.time) - Date.parse(before.time) >= settings.idleSeconds * 1000) return 'idle';
  }
  if (settings.pruneTokens > 0 && promptTokens >= settings.pruneTokens) return 'old-results';
  return undefined;
}

export const DUE: Readonly<Record<Due, string>> = {
  asked: 'you asked for it',
  overflow: 'the server refused the prompt as too long',
  size: 'the window was filled up to the threshold',
  messages: 'the conversation had reached `compression.hygiene_hard_message_limit`',
  idle: 'it was taken up again after a long pause',
  'old-results': '`compression.proactive_prune_tokens` was reached',
};
