import type { Replacement, SessionMessage, ToolCall } from '@hermes-ops/contract';
import { digitsOf, parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { copyOf, type Item } from './items.ts';

/** Shorter results are not worth a changed prompt. */
const WORTH_CUTTING = 400;

/** Characters that stay of a long text in the arguments of a call. */
const ARGUMENT = 200;

/** What a stub shows of the call, and of the beginning of its result. */
const CALL = 100;
const BEGINNING = 120;

/** A picture as text: of no use to a model that has once seen it, and thousands of tokens. */
const PICTURE =
  /data:image\/[\w.+-]+;base64,[A-Za-z0-9+/]{60,}(?:\r?\n[A-Za-z0-9+/]{60,})*(?:\r?\n[A-Za-z0-9+/]+={1,2})?={0,2}/g;

export const withoutPictures = (text: string): string => text.replace(PICTURE, '[a picture]');

/** Tools whose results say how things stand now, and are short. */
const KEPT: ReadonlySet<string> = new Set(['todo']);

export interface PruneOptions {
  /** The model can read an old message by its number. */
  readable: boolean;
  /** Results shorter than this stay, in characters. */
  minChars?: number;
}

/** The call that each result answers. */
export function callsById(messages: readonly SessionMessage[]): Map<string, ToolCall> {
  return new Map(messages.flatMap(({ tool_calls = [] }) => tool_calls.map((call) => [call.id, call] as const)));
}

/**
 * A message without what the conversation can do without: a long result becomes one line that says where to read it again,
 * long arguments of a call and thoughts are cut, pictures go. Undefined where there is nothing to be cut.
 */
export function pruned(
  message: SessionMessage,
  calls: ReadonlyMap<string, ToolCall>,
  options: PruneOptions,
): Replacement | undefined {
  const { role, content, reasoning, tool_calls } = message;
  if (role === 'tool') return prunedResult(message, calls, options);
  const text = content === null ? null : withoutPictures(content);
  const args = tool_calls?.map(shorterCall);
  const changed =
    text !== content || (role === 'assistant' && reasoning) || args?.some((call, i) => call !== tool_calls?.[i]);
  if (!changed) return undefined;
  const { reasoning: _, ...rest } = copyOf(message);
  return { ...rest, content: text, ...(args ? { tool_calls: args } : {}) };
}

function prunedResult(
  message: SessionMessage,
  calls: ReadonlyMap<string, ToolCall>,
  { readable, minChars = WORTH_CUTTING }: PruneOptions,
): Replacement | undefined {
  const { content, toolName, tool_call_id, status, seq } = message;
  const text = content ?? '';
  const call = calls.get(tool_call_id ?? '')?.function;
  const name = toolName ?? call?.name ?? 'the call';
  if (text.length < Math.max(minChars, WORTH_CUTTING) || isStub(text) || KEPT.has(name)) return undefined;
  const how = status && status !== 'ok' ? `, ${status}` : '';
  const begun = oneLine(text, BEGINNING);
  const again = readable ? `session_search {"message": ${seq}} reads it whole` : 'call it again if it is needed';
  const stub = `${STUB} ${name}${call ? ` ${oneLine(call.arguments, CALL)}` : ''}: ${count(text.length)} characters${how}. It began: ${begun} | ${again}]`;
  return { ...copyOf(message), content: stub };
}

const STUB = '[Result left out:';

const isStub = (text: string): boolean => text.startsWith(STUB) || text.startsWith('[Same as the result');

/**
 * Messages from `start` to `end` pruned, a result that a later one repeats word for word first: `[keep | put]` for each, and
 * how many were changed.
 */
export function pruneRange(
  messages: readonly SessionMessage[],
  start: number,
  end: number,
  options: PruneOptions,
): { items: Item[]; changed: number } {
  const calls = callsById(messages);
  const newest = new Map<string, number>();
  for (const [at, { role, content }] of messages.entries()) {
    if (role === 'tool' && content && content.length >= WORTH_CUTTING) newest.set(content, at);
  }
  // The user's last message stays word for word, whatever is in it.
  const question = messages.findLastIndex(({ role }) => role === 'user');
  let changed = 0;
  const items = messages.slice(start, end).map((message, i): Item => {
    const at = start + i;
    const later = message.role === 'tool' ? newest.get(message.content ?? '') : undefined;
    const same = later !== undefined && later > at && later >= end ? messages[later] : undefined;
    const put = same
      ? {
          ...copyOf(message),
          content: `[Same as the result in message ${same.seq}${options.readable ? `: session_search {"message": ${same.seq}} reads it` : ''}]`,
        }
      : at === question
        ? undefined
        : pruned(message, calls, options);
    if (!put) return { keep: at };
    changed += 1;
    return { put };
  });
  return { items, changed };
}

/** A text that is too large for the window even so: its beginning and its end. */
export function middleCut(message: SessionMessage, chars: number, { readable }: PruneOptions): Replacement {
  const text = message.content ?? '';
  const half = Math.max(100, Math.floor(chars / 2));
  const left = text.length - 2 * half;
  const where = readable ? `; session_search {"message": ${message.seq}} reads all of it` : '';
  const mark = `\n[${count(left)} characters left out here, because they do not fit into the window${where}]\n`;
  return { ...copyOf(message), content: text.slice(0, half).toWellFormed() + mark + text.slice(-half).toWellFormed() };
}

/** Long texts in the arguments cut, the arguments still being JSON; the very same call where nothing is long. */
function shorterCall(call: ToolCall): ToolCall {
  const { name, arguments: text } = call.function;
  if (text.length <= 2 * ARGUMENT) return call;
  try {
    const shorter = JSON.stringify(cutTexts(parseExact(text)));
    return shorter.length < text.length ? { ...call, function: { name, arguments: shorter } } : call;
  } catch {
    return call;
  }
}

function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length <= ARGUMENT
      ? value
      : `${value.slice(0, ARGUMENT).toWellFormed()}… [${count(value.length)} characters]`;
  }
  if (Array.isArray(value)) return value.map(cutTexts);
  if (typeof value !== 'object' || value === null || digitsOf(value) !== undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutTexts(item)]));
}

export function oneLine(text: string, chars: number): string {
  const line = text
    .slice(0, chars * 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > chars ? `${line.slice(0, chars - 1).toWellFormed()}…` : line;
}
