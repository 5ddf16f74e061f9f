import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ApiMode, ChatMessage } from '../contract/index.ts';

/**
 * What an assistant thought aloud, where it can go back in plain words: own servers take it (llama-server in all modes:
 * tried), so hosts that nobody knows get it. Anthropic and OpenAI take their own signed or encrypted thoughts only, which
 * are not kept here; of the known hosts the catalog names those that read `reasoning_content`.
 */
export function thoughtsOf(message: ChatMessage, baseUrl: string, mode: ApiMode): string {
  if (message.role !== 'assistant' || !message.reasoning) return '';
  const known = findKnownHost(baseUrl);
  const taken = known === undefined || (mode === 'chat_completions' && known.reasoningContent === true);
  return taken ? message.reasoning : '';
}
