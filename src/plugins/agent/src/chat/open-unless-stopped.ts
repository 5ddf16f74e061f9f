import type { Host } from '@hermes-ops/contract';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';

/**
 * Another session, unless the user stops the command that opens it or leaves meanwhile: then nothing that it has started is left.
 * Once it is open, what stops the command does not concern it: it goes by the signal of the host that it is given here as long as
 * it lives. Rejects with `agent.interrupted`, and as `openChat` does.
 */
export async function openUnlessStopped(
  host: Host,
  command: AbortSignal | undefined,
  options: OpenOptions,
): Promise<OpenChat> {
  const opening = new AbortController();
  const stop = (): void => opening.abort();
  command?.addEventListener('abort', stop);
  if (command?.aborted) stop();
  const signal = AbortSignal.any([host.signal, opening.signal]);
  const stopped = (cause?: unknown): Error =>
    host.errors.user('agent.interrupted', 'stopped; the session that was open goes on', { exit: 130, cause });
  try {
    const chat = await openChat({ ...host, signal }, options).catch((error: unknown) => {
      throw signal.aborted && !host.errors.isUserError(error) ? stopped(error) : error;
    });
    if (!signal.aborted) return chat;
    await chat.close();
    throw stopped();
  } finally {
    command?.removeEventListener('abort', stop);
  }
}
