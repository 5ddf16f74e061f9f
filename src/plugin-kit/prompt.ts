import type { ChatMessage, SessionMessage } from '@hermes-ops/contract';

/** Said in the model's place where its template takes no message of the user right behind a tool's result. */
const ADDED = '[the user adds something]';

/**
 * What is sent of a session: one system message, then the conversation without what only the store knows. Whoever sends a
 * part of it has to send the same bytes, or the server's cache does not fit. Without `steering` what the user said between
 * a tool's result and an answer stands behind a note of the model, which makes two ordinary turns of it: a template that
 * takes tools takes those. Half of a surrogate pair is replaced, also where an older version or an account stored one:
 * llama-server refuses a request with it, and would refuse the session for ever.
 */
export function requestMessages(
  system: string,
  messages: readonly SessionMessage[],
  { sendReasoning, steering }: { sendReasoning: boolean; steering: boolean },
): ChatMessage[] {
  return [
    { role: 'system', content: system.toWellFormed() },
    ...messages.flatMap(({ role, content, reasoning, tool_calls, tool_call_id }, i): ChatMessage[] => {
      const parted = !steering && role === 'user' && messages[i - 1]?.role === 'tool';
      const thoughts =
        sendReasoning && role === 'assistant' && reasoning ? { reasoning: reasoning.toWellFormed() } : {};
      const calls = tool_calls && tool_calls.length > 0 ? { tool_calls } : {};
      const text = (content ?? '').toWellFormed();
      const sent = { role, content: text, ...thoughts, ...calls, ...(tool_call_id ? { tool_call_id } : {}) };
      return parted ? [{ role: 'assistant', content: ADDED }, sent] : [sent];
    }),
  ];
}
