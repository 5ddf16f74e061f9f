import type { ChatMessage } from '@hermes-ops/contract';

/** First line of an account; no message of a user begins so. */
export const FIRST_LINE = '[Account of the earlier conversation, written by hermes]';

/** Said by the model's side where the user's next message follows, so that the sides alternate. */
export const REPLY = 'I have read the account and go on from there.';

/** Whether a message is the account of a compression. */
export const isAccount = ({ role, content }: ChatMessage): boolean =>
  role === 'user' && (content ?? '').startsWith(FIRST_LINE);

export const isReply = (message: ChatMessage | undefined): boolean =>
  message?.role === 'assistant' && message.content === REPLY && !message.tool_calls?.length;

const SUMMARY = /^<summary>\n([\s\S]*?)\n<\/summary>$/m;

/** The summary inside an account, so that the next one goes on from it. */
export const summaryIn = (account: string): string => SUMMARY.exec(account)?.[1] ?? '';
