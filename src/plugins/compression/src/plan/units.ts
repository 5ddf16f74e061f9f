import type { SessionMessage } from '@hermes-ops/contract';

/**
 * Messages that only make sense together: a message of the user, an answer, or calls with their results. `stray`: a result
 * without its call, or a role that has no place in a conversation; no chat template takes it.
 */
export interface Unit {
  kind: 'user' | 'answer' | 'calls' | 'stray';
  /** Indexes; `end` is behind the last one. */
  start: number;
  end: number;
}

/** The conversation in units, in order. */
export function unitsOf(messages: readonly SessionMessage[]): Unit[] {
  const units: Unit[] = [];
  for (let start = 0; start < messages.length; ) {
    const message = messages[start] as SessionMessage;
    const end = message.role === 'assistant' ? endOfCalls(messages, start) : start + 1;
    units.push({ kind: kindOf(message), start, end });
    start = end;
  }
  return units;
}

function kindOf({ role, tool_calls }: SessionMessage): Unit['kind'] {
  if (role === 'user') return 'user';
  if (role !== 'assistant') return 'stray';
  return tool_calls?.length ? 'calls' : 'answer';
}

function endOfCalls(messages: readonly SessionMessage[], start: number): number {
  const open = new Set((messages[start]?.tool_calls ?? []).map(({ id }) => id));
  let end = start + 1;
  for (let next = messages[end]; next?.role === 'tool' && open.delete(next.tool_call_id ?? ''); next = messages[end]) {
    end += 1;
  }
  return end;
}
