import type { ChatMessage, SessionMessage, ToolSchema, Usage } from '@hermes-ops/contract';
import { messageChars, sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { requestMessages } from '@hermes-ops/plugin-kit/prompt';
import type { NewMessage, SessionStore } from '../sessions/types.ts';

/** What the loop needs of the store of sessions; every call is one transaction that is on disk when it returns. */
export type SessionLog = Pick<
  SessionStore,
  'append' | 'messages' | 'addUsage' | 'setToolsJson' | 'replaceRange' | 'replaceRanges'
>;

/**
 * One session in memory: the frozen beginning of the prompt, and the messages, which are only appended to until something
 * replaces some of them in the store (`reload`). What is sent follows from these alone, so a process that resumes the
 * session sends the same bytes.
 */
export interface Conversation {
  readonly id: string;
  readonly system: string;
  /** Tools as they are sent; changed only by leaving some out that the server refuses. */
  tools: ToolSchema[];
  messages: SessionMessage[];
  /** Tokens of system prompt and tools, kept when the messages that told them are replaced. */
  fixedTokens: number | undefined;
  /** Messages were replaced since the last request, so that the server's cache cannot fit. */
  rewritten: boolean;
  /** Why what was said in the middle of a turn is sent in another order since the last request; see `cacheLoss`. */
  reordered: string | undefined;
  /** Who counted the last answer in this process: another endpoint or model cannot have it in its cache. */
  countedBy: object | undefined;
  /** Whether thoughts are sent back. Where the chat template does not render them it makes no difference to the prompt. */
  readonly sendReasoning: boolean;
  append(message: NewMessage): SessionMessage;
  /**
   * As `append`, for what has been seen or done: where the store does not take it, it waits in `unsaved` before that is thrown.
   * `spent`: what an answer cost, and whose it is.
   */
  keep(message: NewMessage, spent?: Spent | undefined): void;
  /** What waits for the store. Nothing is appended before it, so that the order stays; it lives as long as the process. */
  readonly unsaved: readonly NewMessage[];
  /** Stores what waits. Throws what the store says, and then it still waits. */
  save(): void;
  /** The same conversation after the store was changed by somebody else. */
  reload(): void;
  /** Characters of a message, measured once: messages never change, and a long conversation is measured before every request. */
  sizeOf(message: ChatMessage): number;
  log: SessionLog;
}

interface Spent {
  usage: Usage;
  model: string;
}

export function createConversation(options: {
  id: string;
  system: string;
  tools: ToolSchema[];
  sendReasoning: boolean;
  log: SessionLog;
}): Conversation {
  const { id, log } = options;
  const sizes = new WeakMap<ChatMessage, number>();
  const waiting: { message?: NewMessage; write(): void }[] = [];
  const store = (message: NewMessage): SessionMessage => {
    const stored = log.append(id, whole(message));
    conversation.messages.push(stored);
    return stored;
  };
  const conversation: Conversation = {
    ...options,
    messages: log.messages(id),
    fixedTokens: undefined,
    rewritten: false,
    reordered: undefined,
    countedBy: undefined,
    append(message) {
      conversation.save();
      return store(message);
    },
    keep(message, spent) {
      waiting.push({ message, write: () => void store(message) });
      if (spent) waiting.push({ write: () => log.addUsage(id, spent.usage, spent.model) });
      conversation.save();
    },
    get unsaved() {
      return waiting.flatMap(({ message }) => message ?? []);
    },
    save() {
      for (let first = waiting[0]; first; first = waiting[0]) {
        first.write();
        waiting.shift();
      }
    },
    reload() {
      conversation.fixedTokens = sizePrompt(conversation, conversation.sizeOf).fixedTokens;
      conversation.messages = log.messages(id);
      conversation.rewritten = true;
    },
    sizeOf(message) {
      const size = sizes.get(message) ?? messageChars(message);
      sizes.set(message, size);
      return size;
    },
  };
  return conversation;
}

/** What came of an answer may end between the halves of a character, and no server takes a history with one of them back. */
function whole({ content, reasoning, ...message }: NewMessage): NewMessage {
  return {
    ...message,
    content: content?.toWellFormed() ?? null,
    ...(reasoning === undefined ? {} : { reasoning: reasoning.toWellFormed() }),
  };
}

/** What is sent of it at this moment to a model that does, or does not, take what the user said in between. */
export const sentMessages = (
  { system, messages, sendReasoning }: Conversation,
  { steering }: { steering: boolean },
): ChatMessage[] => requestMessages(system, messages, { sendReasoning, steering });

/** Tokens of the next prompt, from the server's last count where there is one. */
export const nextPromptTokens = (conversation: Conversation): number =>
  sizePrompt(conversation, conversation.sizeOf).tokens;

/** Said in the model's place, so that a conversation never has two turns of the same side in a row. */
export const NOTE = {
  interrupted: '[interrupted by the user]',
  killed: '[broken off here: the program was ended]',
  failed: '[no answer: the request failed]',
  empty: '[no answer]',
  stopped: '[stopped here]',
} as const;

/**
 * Ends a turn that did not end by itself: calls without a result are answered, and an assistant's note closes it. Strict
 * chat templates refuse a conversation whose roles do not alternate, for ever (agents.md C.3). Also mends the tail of a
 * session whose process was killed. What waits for the store comes first.
 */
export function closeTurn(
  conversation: Conversation,
  note: string,
  status: 'interrupted' | 'error' = 'interrupted',
): void {
  conversation.save();
  answerOpenCalls(conversation, status);
  const last = conversation.messages.at(-1);
  if (!last || (last.role === 'assistant' && !last.tool_calls?.length)) return;
  conversation.append({ role: 'assistant', content: note });
}

/** Gives every call of the last assistant message a result. */
function answerOpenCalls(conversation: Conversation, status: 'interrupted' | 'error'): void {
  const { messages } = conversation;
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const answered = new Set(messages.slice(at + 1).map(({ tool_call_id }) => tool_call_id));
  for (const call of messages[at]?.tool_calls ?? []) {
    if (answered.has(call.id)) continue;
    const content = status === 'interrupted' ? 'Interrupted before it was done.' : 'Not carried out.';
    conversation.append({ role: 'tool', content, tool_call_id: call.id, toolName: call.function.name, status });
  }
}

/** Whether that message of the user began a turn; what stands behind a tool's result was said in the middle of one. */
export const beginsTurn = (messages: readonly SessionMessage[], at: number): boolean =>
  messages[at]?.role === 'user' && messages[at - 1]?.role !== 'tool';

/** Whether something was said in the middle of a turn, so that the order in which it is sent depends on the chat template. */
export const wasSteered = ({ messages }: Conversation): boolean =>
  messages.some(({ role }, at) => role === 'user' && !beginsTurn(messages, at));

/** The message without what belongs to its place in the store. */
export function withoutPlace(message: SessionMessage): ChatMessage {
  const { seq: _seq, time: _time, usage: _usage, ...rest } = message;
  return rest;
}
