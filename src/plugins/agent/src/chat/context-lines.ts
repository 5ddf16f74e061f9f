import type { Host, SessionMessage } from '@hermes-ops/contract';
import { messageChars, sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import type { Conversation } from '../loop/conversation.ts';

/** What fills the window, by part in tokens. The whole is the server's count where there is one, the parts are estimated. */
export function contextLines(
  conversation: Conversation,
  contextTokens: number | undefined,
  table: Host['ui']['table'],
): string[] {
  const { tools, messages } = conversation;
  const { tokens, charsPerToken, fixedTokens } = sizePrompt(conversation);
  const sum = (is: (one: SessionMessage) => boolean) =>
    messages.filter(is).reduce((total, one) => total + messageChars(one), 0) / charsPerToken;
  const of = (role: SessionMessage['role']) => sum((one) => one.role === role && !isAccount(one));
  const accounts = sum(isAccount);
  const parts: [string, number][] = [
    [`system prompt and ${plural(tools.length, 'tool')}`, fixedTokens],
    ...(accounts > 0 ? [['account of earlier messages', accounts] satisfies [string, number]] : []),
    ['your messages', of('user')],
    ['answers, calls and thoughts', of('assistant')],
    ['tool results', of('tool')],
  ];
  const whole = parts.reduce((total, [, one]) => total + one, 0);
  const row = (name: string, exact: number): string[] => {
    const size = Math.round(exact);
    const window = contextTokens === undefined ? [] : [`${((size / contextTokens) * 100).toFixed(1)} %`];
    return [name, count(size), ...window];
  };
  const free = contextTokens === undefined ? [] : [row('free', contextTokens - tokens)];
  const head = ['part', 'tokens', ...(contextTokens === undefined ? [] : [`of ${count(contextTokens)}`])];
  const counted = messages.some(({ usage }) => usage);
  return [
    table([head, ...parts.map(([name, one]) => row(name, (one / Math.max(1, whole)) * tokens)), ...free], {
      header: true,
    }),
    `${counted ? 'By the server’s last count' : 'Estimated'}: about ${count(tokens)} tokens, ${charsPerToken.toFixed(1)} characters a token.`,
  ];
}

/** What stands in the user's place for messages that were replaced. */
const isAccount = ({ role, replacement }: SessionMessage): boolean => role === 'user' && replacement === true;
