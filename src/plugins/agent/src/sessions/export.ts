import type { Host, SessionSummary } from '@hermes-ops/contract';
import { masked, type Plain, plainOf } from '@hermes-ops/plugin-kit/plain';
import { fateOf } from './show.ts';
import type { Frozen, StoredMessage } from './types.ts';

export type ExportFormat = 'md' | 'jsonl';

export interface Exported {
  session: SessionSummary;
  frozen: Frozen;
  messages: Iterable<StoredMessage>;
}

/** The session as text, piece by piece; secrets are masked, and nothing in it acts on a terminal. */
export const exportChunks = (host: Host, format: ExportFormat, what: Exported): AsyncGenerator<string> =>
  format === 'md' ? markdown(plainOf(host), what) : jsonLines(host, what);

async function* markdown(plain: Plain, { session, messages }: Exported): AsyncGenerator<string> {
  const { id, title, model, cwd, created, updated } = session;
  yield `# ${(await plain(title)) || id}\n\n`;
  for (const [name, value] of Object.entries({ Session: id, Model: model, Folder: cwd, From: created, To: updated })) {
    yield `- ${name}: ${await plain(value)}\n`;
  }
  for (const message of messages) yield await markdownOf(message, plain);
}

const HEADS = { user: 'User', assistant: 'Assistant', tool: 'Tool', system: 'System' };

async function markdownOf(message: StoredMessage, plain: Plain): Promise<string> {
  const { role, content, reasoning, tool_calls = [], time } = message;
  const fate = fateOf(message);
  const of = role === 'tool' ? ` ${await plain(message.toolName ?? '')} (${message.status ?? 'ok'})` : '';
  const parts = [`\n## ${HEADS[role]}${of} · ${time}${fate === undefined ? '' : ` · ${fate}`}\n`];
  if (reasoning) parts.push(`> ${(await plain(reasoning, { multiline: true })).replaceAll('\n', '\n> ')}\n`);
  if (content) {
    const text = await plain(content, { multiline: true });
    parts.push(role === 'tool' ? fenced(text, '') : `${text}\n`);
  }
  for (const { function: call } of tool_calls) {
    parts.push(
      `Calls \`${await plain(call.name)}\`:\n\n${fenced(await plain(call.arguments, { multiline: true }), 'json')}`,
    );
  }
  return parts.join('\n');
}

/** A fence longer than any in the text, so that the text cannot end it. */
function fenced(text: string, language: string): string {
  let longest = 2;
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}\n`;
}

/** The session first, then one message to a line, as they are stored. */
async function* jsonLines(host: Host, { session, frozen, messages }: Exported): AsyncGenerator<string> {
  const line = (value: unknown) => `${host.ui.json(value, 0)}\n`;
  yield line({ type: 'session', schemaVersion: 1, ...(await masked(host, { ...session, ...frozen })) });
  for (const message of messages) yield line({ type: 'message', ...(await masked(host, message)) });
}
