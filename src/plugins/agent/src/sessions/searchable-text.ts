import type { ChatMessage } from '@hermes-ops/contract';
import { digitsOf, parseExact } from '@hermes-ops/plugin-kit/exact-json';

/** The texts of a message that can be found: what was said, what tools were called with, what was thought aloud. */
export function searchableText({ content, reasoning, tool_calls = [] }: ChatMessage): string[] {
  const calls = tool_calls.map(({ function: { name, arguments: text } }) => `${name} ${argumentText(text)}`);
  return [content ?? '', ...calls, reasoning ?? ''].filter((text) => text !== '');
}

/** JSON hides words behind escapes (`\n`, `\u4e2d`), so its texts are taken out of it. */
function argumentText(json: string): string {
  try {
    return [...leaves(parseExact(json))].join(' ');
  } catch {
    return json;
  }
}

function* leaves(value: unknown): Generator<string> {
  const digits = digitsOf(value);
  if (digits !== undefined) yield digits;
  else if (typeof value !== 'object' || value === null) yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* leaves(item);
  else {
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* leaves(item);
    }
  }
}
