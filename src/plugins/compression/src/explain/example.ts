import type { ContextState, SessionMessage } from '@hermes-ops/contract';
import { type Beginning, beginningChars, messageChars } from '@hermes-ops/plugin-kit/estimate';

/** Characters of one turn of the example, by what it consists of: most of an agent's conversation are results of tools. */
const TURN = { question: 200, call: 120, result: 2_400, answer: 600 } as const;

/** In place of a session's id; no session has it. */
export const EXAMPLE = 'example';

/** Characters per token of English; the example is English. */
const CHARS_PER_TOKEN = 3.2;

/**
 * A made-up conversation of so many prompt tokens, last counted by the server just now: for what a compression would cost
 * where no session is named.
 */
export function exampleState(
  beginning: Beginning,
  tokens: number,
  state: Pick<ContextState, 'target' | 'contextTokens' | 'signal'>,
): ContextState {
  const messages: SessionMessage[] = [];
  const most = tokens * CHARS_PER_TOKEN;
  for (let chars = beginningChars(beginning); chars < most; ) {
    const turn = turnFrom(messages.length + 1);
    messages.push(...turn);
    chars += turn.reduce((sum, message) => sum + messageChars(message), 0);
  }
  const last = messages.at(-1);
  if (last) last.usage = { promptTokens: Math.max(1, tokens - 1), completionTokens: 1, cachedTokens: 0 };
  return {
    ...state,
    ...beginning,
    sessionId: EXAMPLE,
    messages,
    sendReasoning: false,
    steering: false,
    promptTokens: tokens,
    reason: 'asked',
  };
}

function turnFrom(seq: number): SessionMessage[] {
  const time = '2026-01-01T00:00:00.000Z';
  const id = `call${seq}`;
  const call = { id, type: 'function' as const, function: { name: 'read_file', arguments: words(TURN.call, seq) } };
  return [
    { seq, time, role: 'user', content: words(TURN.question, seq) },
    { seq: seq + 1, time, role: 'assistant', content: '', tool_calls: [call] },
    {
      seq: seq + 2,
      time,
      role: 'tool',
      content: words(TURN.result, seq),
      tool_call_id: id,
      toolName: 'read_file',
      status: 'ok',
    },
    { seq: seq + 3, time, role: 'assistant', content: words(TURN.answer, seq) },
  ];
}

/** Different for each number, so that nothing counts as a repetition. */
const words = (chars: number, seq: number): string =>
  `${seq} ${'some words that say what is done '.repeat(80)}`.slice(0, chars);
