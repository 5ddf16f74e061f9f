import type { Host, SessionMessage } from '@hermes-ops/contract';

/** Stands between texts that are masked together; part of no secret. */
const BETWEEN = '\u0000\n';

/**
 * The same messages with secrets masked in texts and arguments. Whatever cuts or quotes messages for somebody else takes
 * these: half a secret is recognised by nobody. One pass over all of them.
 */
export async function covered(
  host: Pick<Host, 'mask'>,
  messages: readonly SessionMessage[],
): Promise<SessionMessage[]> {
  const texts = messages.flatMap(({ content, tool_calls = [] }) => [
    content ?? '',
    ...tool_calls.map(({ function: call }) => call.arguments),
  ]);
  if (texts.length === 0) return [];
  const plain = texts.map((text) => text.replaceAll('\u0000', ' '));
  const masked = (await host.mask(plain.join(BETWEEN))).split(BETWEEN);
  let at = 0;
  const next = (): string => masked[at++] ?? '';
  return messages.map((message) => {
    const text = next();
    const calls = message.tool_calls?.map((call) => ({
      ...call,
      function: { ...call.function, arguments: next() },
    }));
    return { ...message, content: message.content === null ? null : text, ...(calls ? { tool_calls: calls } : {}) };
  });
}
