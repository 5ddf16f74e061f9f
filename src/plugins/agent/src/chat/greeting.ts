import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import type { OpenChat } from './open-chat.ts';

/** Who answers, and which session it is. */
export function greeting({ deps, resumed, url }: OpenChat): string[] {
  const { conversation, targets, window } = deps;
  const size = window.contextTokens === undefined ? '' : `, context ${count(window.contextTokens)} tokens`;
  const so = resumed ? `, ${plural(conversation.messages.length, 'message')} so far` : '';
  return [
    `⚕ ${neutralise(targets[0].target.model)} at ${url}${size}`,
    `session ${conversation.id}${so}; /help says what else can be typed, Ctrl-D leaves`,
  ];
}
