import type { SessionMessage } from '@hermes-ops/contract';
import { parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { OpenChat } from '../chat/open-chat.ts';
import { renderMarkdown } from '../markdown/markdown-stream.ts';
import type { Style } from '../markdown/style.ts';
import { clipped } from '../render/cells.ts';
import { frameBottom, frameTop, frameWidth } from '../render/frame.ts';
import type { Paint } from '../render/paint.ts';
import { toolLine } from '../render/tool-line.ts';
import { typedLine } from '../sessions/typed-line.ts';
import { userLines } from './user-lines.ts';

/** Messages that are shown again when a session goes on. */
const SHOWN = 12;

/** The end of a session that goes on, as it was shown; what came before is said in one line. */
export function replayed(chat: OpenChat, columns: number, style: Style, paint: Paint): string[] {
  const { messages } = chat.deps.conversation;
  const from = Math.max(0, messages.length - SHOWN);
  const earlier =
    from === 0 ? [] : [paint('dim', `… ${from} earlier messages; hermes sessions show ${chat.deps.conversation.id}`)];
  const known = chat.deps.tools;
  const one = (message: SessionMessage): string[] => {
    if (message.role === 'user') return userLines(typedLine(message.content ?? ''), columns, paint);
    if (message.role !== 'assistant') return [];
    const width = frameWidth(columns);
    const text = message.content ?? '';
    const calls = (message.tool_calls ?? []).map(({ function: { name, arguments: args } }) =>
      clipped(toolLine(name, summaryOf(known.get(name)?.summary, args)), columns),
    );
    return [
      ...(text === '' ? [] : [frameTop(width), ...renderMarkdown(text, { columns: width, style }), frameBottom(width)]),
      ...calls,
    ];
  };
  return [...earlier, ...messages.slice(from).flatMap(one)];
}

function summaryOf(summary: ((args: Record<string, unknown>) => string) | undefined, args: string): string {
  try {
    return summary?.(parseExact(args) as Record<string, unknown>) ?? neutralise(args);
  } catch {
    return neutralise(args);
  }
}
