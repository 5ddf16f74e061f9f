import type { SessionMessage } from '@hermes-ops/contract';
import { headWithin, textTokens } from '@hermes-ops/plugin-kit/estimate';
import { isAccount, isReply } from '../account/marks.ts';
import { oneLine, withoutPictures } from '../plan/prune.ts';

/** Longest texts in characters, and how they shrink when the conversation needs too many requests. */
const LENGTHS = { said: 6_000, result: 2_400, call: 300 };

/** More requests for one summary than this take too long; the texts are cut instead. */
const MOST_PARTS = 6;

/** The conversation for a model that has not seen it: every message with its number, long results without their middle. */
function lines(messages: readonly SessionMessage[], shrink: number): string[] {
  const [said, result, call] = [LENGTHS.said, LENGTHS.result, LENGTHS.call].map((length) =>
    Math.floor(length * shrink),
  ) as [number, number, number];
  return messages.flatMap((message) => {
    const { seq, role, content, tool_calls = [], toolName, status } = message;
    if (isAccount(message) || isReply(message)) return [];
    if (role === 'tool')
      return [`#${seq} result of ${toolName ?? 'a tool'}, ${status ?? 'ok'}: ${ends(content ?? '', result)}`];
    const calls = tool_calls.map(
      ({ function: { name, arguments: args } }) => `#${seq} call ${name} ${oneLine(args, call)}`,
    );
    return [...(content ? [`#${seq} ${role}: ${ends(withoutPictures(content), said)}`] : []), ...calls];
  });
}

/** The same in pieces of at most so many tokens each; with more of the results where one request holds it all. */
export function transcriptParts(messages: readonly SessionMessage[], tokens: number, charsPerToken: number): string[] {
  const whole = pieces(lines(messages, 1), tokens, charsPerToken);
  if (whole.length <= 1) return whole;
  for (let shrink = 0.4; ; shrink /= 2) {
    const parts = pieces(lines(messages, shrink), tokens, charsPerToken);
    if (parts.length <= MOST_PARTS || shrink < 0.1) return evenly(parts);
  }
}

function pieces(all: readonly string[], tokens: number, charsPerToken: number): string[] {
  const parts: string[][] = [[]];
  let left = tokens;
  for (const line of all) {
    const price = textTokens(line, charsPerToken) + 1;
    if (price > left && parts.at(-1)?.length) {
      parts.push([]);
      left = tokens;
    }
    parts.at(-1)?.push(price > tokens ? headWithin(line, tokens, charsPerToken) : line);
    left -= price;
  }
  return parts.map((part) => part.join('\n')).filter((part) => part !== '');
}

/** Where even short texts are too many, those in the middle of the conversation are left out. */
function evenly(parts: string[]): string[] {
  if (parts.length <= MOST_PARTS) return parts;
  const half = MOST_PARTS / 2;
  return [...parts.slice(0, half), ...parts.slice(-half)];
}

function ends(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const half = Math.floor(chars / 2);
  return `${text.slice(0, half).toWellFormed()} […] ${text.slice(-half).toWellFormed()}`;
}
