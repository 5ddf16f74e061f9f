import type { SessionMessage, SessionSummary } from '@hermes-ops/contract';
import type { StoredMessage } from './types.ts';

/** Text as a column holds it: UTF-8, or UTF-16LE as a blob where surrogates stand alone, which UTF-8 cannot say. */
export const encode = (text: string): string | Buffer => (text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));

export const decode = (stored: Stored): string =>
  typeof stored === 'string' ? stored : Buffer.from(stored).toString('utf16le');

type Stored = string | Uint8Array;

export interface MessageRow {
  seq: number;
  time: number;
  hidden: number;
  born: number;
  role: SessionMessage['role'];
  content: Stored | null;
  reasoning: Stored | null;
  tool_calls: string | null;
  tool_call_id: Stored | null;
  tool_name: Stored | null;
  status: NonNullable<SessionMessage['status']> | null;
  usage: string | null;
  raw: Stored | null;
}

export const MESSAGE_COLUMNS =
  'seq, time, hidden, born, role, content, reasoning, tool_calls, tool_call_id, tool_name, status, usage, raw';

export function toMessage(row: MessageRow): SessionMessage {
  const text = (stored: Stored | null) => (stored === null ? undefined : decode(stored));
  const reasoning = text(row.reasoning);
  const callId = text(row.tool_call_id);
  const toolName = text(row.tool_name);
  return {
    seq: row.seq,
    time: isoTime(row.time),
    role: row.role,
    content: text(row.content) ?? null,
    ...(row.born > 0 ? { replacement: true } : {}),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(row.tool_calls === null ? {} : { tool_calls: JSON.parse(row.tool_calls) }),
    ...(callId === undefined ? {} : { tool_call_id: callId }),
    ...(toolName === undefined ? {} : { toolName }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.usage === null ? {} : { usage: JSON.parse(row.usage) }),
  };
}

/** `replacing`: the revisions of the session at which something came into the place of what was hidden. */
export const toStored = (row: MessageRow, replacing: ReadonlySet<number>): StoredMessage => ({
  ...toMessage(row),
  hidden: row.hidden > 0,
  ...(row.hidden > 0 && !replacing.has(row.hidden) ? { takenBack: true } : {}),
  ...(row.raw === null ? {} : { raw: decode(row.raw) }),
});

export interface SummaryRow {
  id: string;
  title: string;
  model: string;
  cwd: string;
  created: number;
  updated: number;
  messages: number;
  turns: number;
  toolCalls: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
}

export const SUMMARY_COLUMNS =
  'id, title, model, cwd, created, updated, messages, turns, tool_calls AS toolCalls, ' +
  'prompt_tokens AS promptTokens, cached_tokens AS cachedTokens, completion_tokens AS completionTokens';

export const toSummary = (row: SummaryRow): SessionSummary => ({
  ...row,
  created: isoTime(row.created),
  updated: isoTime(row.updated),
});

export const isoTime = (ms: number): string => new Date(ms).toISOString();
