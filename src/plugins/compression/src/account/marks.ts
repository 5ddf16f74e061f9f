import type { SessionMessage } from '@hermes-ops/contract';

/** First line of an account. A user may paste it, so the store has to say as well that the message replaced others. */
export const FIRST_LINE = '[Account of the earlier conversation, written by hermes]';

/** Said by the model's side where the user's next message follows, so that the sides alternate. */
export const REPLY = 'I have read the account and go on from there.';

type Message = Pick<SessionMessage, 'role' | 'content' | 'tool_calls' | 'replacement'>;

/** Whether a message is the account of a compression. */
export const isAccount = ({ role, content, replacement }: Message): boolean =>
  replacement === true && role === 'user' && (content ?? '').startsWith(FIRST_LINE);

export const isReply = (message: Message | undefined): boolean =>
  message?.replacement === true &&
  message.role === 'assistant' &&
  message.content === REPLY &&
  !message.tool_calls?.length;

/**
 * The summary inside an account, so that the next one goes on from it. It stands behind the two lines of the frame or
 * nowhere: further down the user is quoted, who may write the same marks.
 */
export function summaryIn(account: string): string {
  const [, , mark, ...rest] = account.split('\n');
  return mark === '<summary>' ? rest.slice(0, Math.max(0, rest.indexOf('</summary>'))).join('\n') : '';
}
