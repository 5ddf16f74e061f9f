import { expect } from 'vitest';
import type { ScriptedModel } from '../helpers/scripted-model/server.ts';
import { templateError, tokensOf } from '../helpers/scripted-model/template.ts';
import type { Received } from '../helpers/scripted-model/types.ts';

/** One conversation as the model saw it, request by request. */
export type Chain = readonly Received[];

/** Whatever happened, a strict template takes every request. */
export function expectValid(chain: Chain): void {
  for (const [index, { messages }] of chain.entries()) {
    const roles = messages.map(({ role, calls }) => (calls.length > 0 ? `${role}+${calls.length}` : role)).join(' ');
    expect(templateError(messages), `request ${index + 1}: ${roles}`).toBeUndefined();
  }
}

const lines = (request: Received): string[] => {
  const { messages, input, system, instructions } = request.body as Record<string, unknown[]>;
  return [JSON.stringify({ system, instructions }), ...(messages ?? input ?? []).map((one) => JSON.stringify(one))];
};

/** Each request begins with the whole one before, byte for byte, and offers the same tools, new ones behind. */
export function expectExtended(chain: Chain): void {
  for (const [index, request] of chain.entries()) {
    const before = chain[index - 1];
    if (!before) continue;
    const old = lines(before);
    expect(lines(request).slice(0, old.length), `messages of request ${index + 1} against ${index}`).toEqual(old);
    const tools = (one: Received) => (one.body['tools'] as unknown[]).map((tool) => JSON.stringify(tool));
    expect(tools(request).slice(0, before.tools.length), `tools of request ${index + 1}`).toEqual(tools(before));
  }
}

/**
 * The server finds what it holds again: at least 98 % of the prompt and the answer before. Not asked of Anthropic messages,
 * where the text of the arguments does not travel.
 */
export function expectCached(chain: Chain): void {
  for (const [index, request] of chain.entries()) {
    const held = chain[index - 1]?.slot;
    if (held === undefined || request.api === 'messages') continue;
    const share = request.cachedTokens / tokensOf(held);
    expect(share, `share of request ${index} that request ${index + 1} finds in the cache`).toBeGreaterThanOrEqual(
      0.98,
    );
  }
}

/** A single slot is the conversation's: nothing else was asked than what a tool asked for. */
export const expectUndisturbed = ({ side }: ScriptedModel, expected = 0): void =>
  expect(side.map(({ messages }) => messages.at(-1)?.text.slice(0, 80)).slice(expected)).toEqual([]);

/** Everything that tools have answered, as the model read it. */
export const toolResults = (chain: Chain): string =>
  chain.flatMap(({ messages }) => messages.filter(({ role }) => role === 'tool').map(({ text }) => text)).join('\n');
