import type { SessionMessage } from '@hermes-ops/contract';
import { parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { neutralise, spelled } from '@hermes-ops/plugin-kit/neutral';
import type { OpenChat } from '../chat/open-chat.ts';
import type { Page } from './viewer.ts';

/** Tool calls that can be opened, from the last one back. */
const MOST = 200;

/**
 * The calls of the session with what came of them, in order: arguments, then the result, in characters that only show. Ids of
 * calls may repeat in a session: a result is that of the last call before it.
 */
export function toolPages({ deps }: OpenChat): Page[] {
  const called = new Map<string | undefined, string>();
  const results = deps.conversation.messages.flatMap((message) => {
    for (const { id, function: call } of message.tool_calls ?? []) called.set(id, call.arguments);
    return message.role === 'tool' ? [{ message, args: called.get(message.tool_call_id) ?? '' }] : [];
  });
  return results.slice(-MOST).map(({ message, args }) => pageOf(message, args));
}

function pageOf({ toolName = 'tool', status = 'ok', content }: SessionMessage, args: string): Page {
  const result = neutralise(content ?? '', { multiline: true });
  return { title: `${neutralise(toolName)} (${status})`, text: `${spelled(readable(args))}\n\n${result}` };
}

/** One line for each argument; a text with several lines begins on its own. */
function readable(args: string): string {
  try {
    const parsed = parseExact(args);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return args;
    return Object.entries(parsed)
      .map(([name, value]) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        return `${name}: ${text.includes('\n') ? '\n' : ''}${text}`;
      })
      .join('\n');
  } catch {
    return args;
  }
}
