import { count } from '@hermes-ops/plugin-kit/numbers';
import type { NewMessage } from '../sessions/types.ts';
import type { OpenChat } from './open-chat.ts';
import type { Notice } from './open-conversation.ts';

/** What waits for the store, in words. A store that refuses ends the turn, so it is one message. */
function named({ role, content, tool_calls: calls, toolName }: NewMessage): string {
  if (role === 'tool') return `the result of ${toolName ?? 'the last call'}`;
  if (role === 'user') return 'what you said in between';
  const size = `${count(content?.length ?? 0)} characters`;
  return calls?.length ? `the last answer (${size}, with its calls)` : `the last answer (${size})`;
}

/** For the user, when the store has just refused it. */
export const notKept = (message: NewMessage): Notice => ({
  code: 'agent.not-kept',
  text: `${named(message)} is not in the session yet; it lives as long as this chat, and goes there before your next message does`,
  try: ['Mend what the error names, then go on: nothing has to be asked again.'],
});

/** The last moment to store what waits: what that comes to is said. Never throws. */
export function keepLast({ deps: { conversation, draft } }: OpenChat, say: (line: string) => void): void {
  const [message] = conversation.unsaved;
  if (!message) return;
  const what = named(message);
  try {
    conversation.save();
    draft.clear();
    say(`┊ ${what} is in the session now`);
  } catch (error) {
    const why = (error as Error).message;
    const text = message.role === 'assistant' && draft.holds();
    say(
      text
        ? `┊ ${what} is not in the session (${why}); its text is kept beside it, and there when the session is resumed`
        : `┊ ${what} is lost with this chat: ${why}`,
    );
  }
}
