import type { ChatAnswer, ToolCall } from '@hermes-ops/contract';
import type { NewMessage } from '../sessions/types.ts';
import type { Conversation } from './conversation.ts';
import { NOTE } from './conversation.ts';
import { objectText } from './object-text.ts';

/** A call as it stands in the history. */
export interface StoredCall {
  call: ToolCall;
  /** What the model wrote where that cannot stand in the history; it then says `{}`. */
  raw?: string;
  /** Why it is not carried out. */
  invalid?: string;
  /** It came without a name. */
  nameless?: true;
}

/** More calls in one answer than this are refused: a model that has lost its way writes hundreds. */
const MAX_CALLS = 32;

/**
 * Puts an answer into the history as the server gave it. Arguments that llama-server cannot read again are not: it would
 * answer 500 to every later request (ggml-org/llama.cpp#25510). Their text is kept beside the history. `model` gave the answer.
 */
export function storeAnswer(conversation: Conversation, answer: ChatAnswer, model: string): StoredCall[] {
  const { text, reasoning, usage, finishReason } = answer;
  const calls = answer.toolCalls.slice(0, MAX_CALLS).map((call) => checked(call, finishReason));
  const broken = calls.flatMap(({ raw }) => (raw === undefined ? [] : [raw]));
  const message: NewMessage = {
    role: 'assistant',
    content: text === '' && calls.length === 0 ? NOTE.empty : text,
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { tool_calls: calls.map(({ call }) => call) } : {}),
    ...(usage ? { usage } : {}),
    ...(broken.length > 0 ? { raw: broken.join('\n') } : {}),
  };
  conversation.keep(message, usage && { usage, model });
  return calls;
}

function checked(call: ToolCall, finishReason: string): StoredCall {
  const { arguments: text } = call.function;
  const name = plainName(call.function.name);
  const mark = call.function.name.trim() === '' ? { nameless: true as const } : {};
  // Cut off before the first character of the arguments: not the same as a call without any.
  const read = text === '' && finishReason === 'length' ? { fault: 'they are missing' } : objectText(text);
  if ('text' in read) return { call: { ...call, function: { name, arguments: read.text } }, ...mark };
  const cut =
    finishReason === 'length' ? ' They were cut off at the limit of tokens: write less, in several calls.' : '';
  return {
    call: { ...call, function: { name, arguments: '{}' } },
    raw: text,
    invalid: `The arguments of ${name} cannot be read: ${read.fault}.${cut} Nothing was done; write the call again.`,
    ...mark,
  };
}

/** Services on the internet refuse a history with any other name than this, for ever; a tool of such a name there is none. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/[^a-zA-Z0-9_-]/g, '_')
    .slice(0, 64) || 'unnamed_tool';
