import type { ChatMessage, SessionMessage } from '@hermes-ops/contract';

/**
 * What is sent of a session: one system message, then the conversation without what only the store knows. Whoever sends a
 * part of it has to send the same bytes, or the server's cache does not fit.
 */
export function requestMessages(
  system: string,
  messages: readonly SessionMessage[],
  { sendReasoning }: { sendReasoning: boolean },
): ChatMessage[] {
  return [
    { role: 'system', content: system },
    ...messages.map(({ role, content, reasoning, tool_calls, tool_call_id }): ChatMessage => {
      const thoughts = sendReasoning && role === 'assistant' && reasoning ? { reasoning } : {};
      const calls = tool_calls && tool_calls.length > 0 ? { tool_calls } : {};
      return { role, content: content ?? '', ...thoughts, ...calls, ...(tool_call_id ? { tool_call_id } : {}) };
    }),
  ];
}
