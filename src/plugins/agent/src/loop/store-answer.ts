import type { ChatAnswer, ToolCall } from '@hermes-ops/contract';
import type { Conversation } from './conversation.ts';
import { NOTE } from './conversation.ts';

/** A call as it stands in the history. */
export interface StoredCall {
  call: ToolCall;
  /** What the model wrote where that was no JSON object; the history then says `{}`. */
  raw?: string;
  /** Why it is not carried out. */
  invalid?: string;
}

/** More calls in one answer than this are refused: a model that has lost its way writes hundreds. */
const MAX_CALLS = 32;

/**
 * Puts an answer into the history as the server gave it. Arguments that are no JSON are not: llama-server would answer
 * 500 to every later request (ggml-org/llama.cpp#25510). Their text is kept beside the history.
 */
export function storeAnswer(conversation: Conversation, answer: ChatAnswer): StoredCall[] {
  const { text, reasoning, usage, finishReason } = answer;
  const calls = answer.toolCalls.slice(0, MAX_CALLS).map((call) => checked(call, finishReason));
  const broken = calls.flatMap(({ raw }) => (raw === undefined ? [] : [raw]));
  conversation.append({
    role: 'assistant',
    content: text === '' && calls.length === 0 ? NOTE.empty : text,
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { tool_calls: calls.map(({ call }) => call) } : {}),
    ...(usage ? { usage } : {}),
    ...(broken.length > 0 ? { raw: broken.join('\n') } : {}),
  });
  return calls;
}

function checked(call: ToolCall, finishReason: string): StoredCall {
  const { arguments: text } = call.function;
  const name = plainName(call.function.name);
  // Cut off before the first character of the arguments: not the same as a call without any.
  const read = text === '' && finishReason === 'length' ? { fault: 'they are missing' } : objectText(text);
  if ('text' in read) return { call: { ...call, function: { name, arguments: read.text } } };
  const cut =
    finishReason === 'length' ? ' They were cut off at the limit of tokens: write less, in several calls.' : '';
  return {
    call: { ...call, function: { name, arguments: '{}' } },
    raw: text,
    invalid: `The arguments of ${name} are not valid JSON: ${read.fault}.${cut} Nothing was done; write the call again.`,
  };
}

/** Services on the internet refuse a history with any other name than this, for ever; a tool of such a name there is none. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/[^a-zA-Z0-9_-]/g, '_')
    .slice(0, 64) || 'unnamed_tool';

/** Deeper arguments serve nobody, and what prints or checks them would run out of stack. */
const MAX_DEPTH = 64;

/** Levels of brackets in a JSON text, those in its strings left out. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}

/** The text of a JSON object, byte for byte; one that was encoded twice is unpacked, nothing at all is an empty one. */
function objectText(text: string): { text: string } | { fault: string } {
  if (text.trim() === '') return { text: '{}' };
  if (depthOf(text) > MAX_DEPTH) return { fault: `they are nested deeper than ${MAX_DEPTH} levels` };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return objectText(value);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { text } : { fault: 'they must be an object' };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
