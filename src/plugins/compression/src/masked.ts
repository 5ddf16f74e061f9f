import type { Host, SessionMessage } from '@hermes-ops/contract';

/** Stands in no text that a model or a person writes. */
const BETWEEN = '\n\u001e\u001d\n';

/**
 * The messages without secrets in what is said and called: before anything is cut, because half of a key is not
 * recognised as one. All in one go, because every call looks at the config again.
 */
export async function maskedMessages(
  host: Pick<Host, 'mask'>,
  messages: readonly SessionMessage[],
): Promise<SessionMessage[]> {
  const texts = messages.flatMap(({ content, tool_calls = [] }) => [
    content ?? '',
    ...tool_calls.map(({ function: call }) => call.arguments),
  ]);
  const joined = (await host.mask(texts.join(BETWEEN))).split(BETWEEN);
  const clean = joined.length === texts.length ? joined : await Promise.all(texts.map((text) => host.mask(text)));
  let at = 0;
  const next = (): string => clean[at++] ?? '';
  return messages.map((message): SessionMessage => {
    const content = next();
    const calls = message.tool_calls?.map((call) => ({ ...call, function: { ...call.function, arguments: next() } }));
    return {
      ...message,
      content: message.content === null ? null : content,
      ...(calls ? { tool_calls: calls } : {}),
    };
  });
}
