import type { Replacement, SessionMessage } from '@hermes-ops/contract';
import { type Item, messageOf } from './items.ts';

/** Said in the place of what is missing, so that the strictest chat template takes the conversation. */
const FILLER = {
  answer: '[no answer]',
  question: '[go on]',
  result: '[no result]',
} as const;

/**
 * The same items in an order that every chat template takes: it begins with the user, user and model alternate, every call
 * has its result right behind it, and no result stands without its call. A conversation that is sound stays as it is.
 */
export function inOrder(messages: readonly SessionMessage[], items: readonly Item[]): Item[] {
  const result: Item[] = [];
  const open = new Map<string, string>();
  let before: 'user' | 'answer' | 'calls' | 'start' = 'start';
  const put = (one: Replacement): void => void result.push({ put: one });
  const answerOpenCalls = (): void => {
    for (const [tool_call_id, toolName] of open) {
      put({ role: 'tool', content: FILLER.result, tool_call_id, toolName, status: 'error' });
    }
    open.clear();
  };
  for (const item of items) {
    const message = messageOf(messages, item);
    if (message.role === 'tool') {
      if (open.delete(message.tool_call_id ?? '')) result.push(item);
      continue;
    }
    if (message.role === 'system') continue;
    answerOpenCalls();
    if (message.role === 'user') {
      if (before === 'user' || before === 'calls') put({ role: 'assistant', content: FILLER.answer });
      before = 'user';
    } else {
      if (before === 'answer' || before === 'start') put({ role: 'user', content: FILLER.question });
      before = message.tool_calls?.length ? 'calls' : 'answer';
      for (const { id, function: call } of message.tool_calls ?? []) open.set(id, call.name);
    }
    result.push(item);
  }
  answerOpenCalls();
  return result;
}
