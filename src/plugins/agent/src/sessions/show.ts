import type { SessionMessage, SessionSummary } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { type Plain, shortened } from '@hermes-ops/plugin-kit/plain';
import type { StoredMessage } from './types.ts';

/** Most characters of a tool call or result, which take one line each. */
const LINE = 160;

/** Characters that are looked at of a text of which only the beginning is shown. */
const BEGINNING = 2000;

const WHO: Record<SessionMessage['role'], string> = { user: 'you', assistant: 'model', tool: 'tool', system: 'system' };

/** What a session is, over its conversation. */
export async function headLines(session: SessionSummary, plain: Plain): Promise<string[]> {
  const { id, title, model, cwd, created, updated } = session;
  return [
    `Session:  ${id}  ${(await plain(title)) || '(no title)'}`,
    `Model:    ${await plain(model)}`,
    `Folder:   ${await plain(cwd)}`,
    `Time:     ${created} to ${updated}`,
    `Content:  ${plural(session.messages, 'message')}, ${plural(session.turns, 'turn')}, ${plural(session.toolCalls, 'tool call')}`,
  ];
}

/** What became of a message that is not sent any more. */
export const fateOf = ({ hidden, takenBack }: StoredMessage): string | undefined =>
  takenBack ? 'taken back' : hidden ? 'replaced' : undefined;

/** One message for a person to read; tool calls and results take one line each. */
export async function messageLines(message: StoredMessage, plain: Plain): Promise<string[]> {
  const { role, content, reasoning, tool_calls = [] } = message;
  const fate = fateOf(message);
  const mark = fate === undefined ? '' : ` (${fate})`;
  if (role === 'tool') return [`  <- ${await resultLine(message, plain)}${mark}`];
  const lines = ['', `${WHO[role]} #${message.seq} ${message.time}${mark}`];
  if (reasoning) lines.push(`  (thought: ${await oneLine(reasoning, plain)})`);
  if (content) lines.push(await plain(content, { multiline: true }));
  for (const { function: call } of tool_calls) {
    lines.push(`  -> ${await plain(call.name)} ${await oneLine(call.arguments, plain)}`);
  }
  return lines;
}

async function resultLine({ toolName, status, content }: SessionMessage, plain: Plain): Promise<string> {
  const text = content ?? '';
  const rows = text === '' ? 0 : text.split('\n').length;
  const first = await oneLine(text, plain);
  return `${await plain(toolName ?? 'tool')} ${status ?? 'ok'}, ${plural(rows, 'line')}${first ? `: ${first}` : ''}`;
}

const oneLine = async (text: string, plain: Plain): Promise<string> =>
  shortened((await plain(text.slice(0, BEGINNING))).replaceAll(/\s+/g, ' ').trim(), LINE);
