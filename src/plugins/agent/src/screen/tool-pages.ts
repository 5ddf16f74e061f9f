import type { SessionMessage } from '@hermes-ops/contract';
import { parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { neutralise, spelled } from '@hermes-ops/plugin-kit/neutral';
import type { OpenChat } from '../chat/open-chat.ts';
import type { Page } from './viewer.ts';

/** Tool calls that can be opened, from the last one back. */
const MOST = 200;

/** The calls of the session with what came of them, in order: arguments, then the result, in characters that only show. */
export function toolPages({ deps }: OpenChat): Page[] {
  const { messages } = deps.conversation;
  const calls = new Map(messages.flatMap(({ tool_calls = [] }) => tool_calls.map((call) => [call.id, call.function])));
  const results = messages.filter(({ role }) => role === 'tool').slice(-MOST);
  return results.map((result) => pageOf(result, calls.get(result.tool_call_id ?? '')?.arguments ?? ''));
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
