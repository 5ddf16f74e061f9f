import type { ChatMessage } from '../contract/index.ts';

/**
 * A conversation that another model may have begun, in the form that Anthropic insists on: ids of calls that are letters,
 * digits, `_` and `-` and come once (`functions.f:0` of Kimi, `call_0` in each answer of small servers), and no text of white
 * space alone (Qwen's in front of a call). Messages that are appended change nothing before them.
 */
export function strictMessages(messages: readonly ChatMessage[]): ChatMessage[] {
  const times = new Map<string, number>();
  const taken = new Set<string>();
  /** The newest call of each id, which is what results behind it answer. */
  const latest = new Map<string, string>();
  const newId = (id: string): string => {
    const plain = id.replace(/[^a-zA-Z0-9_-]/g, '_') || '_';
    let time = (times.get(plain) ?? 0) + 1;
    let given = time === 1 ? plain : `${plain}__${time}`;
    while (taken.has(given)) given = `${plain}__${++time}`;
    times.set(plain, time);
    taken.add(given);
    latest.set(id, given);
    return given;
  };
  return messages.map((message) => {
    const { content, tool_calls: calls, tool_call_id: id } = message;
    const answered = id === undefined ? undefined : (latest.get(id) ?? newId(id));
    return {
      ...message,
      content: message.role === 'assistant' && content?.trim() === '' ? '' : content,
      ...(calls ? { tool_calls: calls.map((call) => ({ ...call, id: newId(call.id) })) } : {}),
      ...(answered === undefined ? {} : { tool_call_id: answered }),
    };
  });
}
