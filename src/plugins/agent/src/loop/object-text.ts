/** Deeper arguments serve nobody, and what prints or checks them would run out of stack. */
const MAX_DEPTH = 64;

/**
 * What of a JSON text matters here: an escape (group 1: half of a surrogate pair without the other half), the end of a
 * string, a bracket, a number.
 */
const TOKEN = /\\u(?:d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(d[89a-f][\da-f]{2}))|\\.|"|[[\]{}]|-?\d[\d.e+-]*/gi;

/**
 * The text of a JSON object that may stand in the history, byte for byte; one that was encoded twice is unpacked, nothing
 * at all is an empty one. Stricter than `JSON.parse` where llama-server is: it answers 500 to a history with a number
 * beyond a double or with half of a surrogate pair (build 11669), and would to every later request.
 */
export function objectText(text: string): { text: string } | { fault: string } {
  if (text.trim() === '') return { text: '{}' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return objectText(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'they must be an object' };
  } catch (error) {
    return { fault: (error as Error).message };
  }
  const fault = unfit(text);
  return fault === undefined ? { text } : { fault };
}

/** Why a text that `JSON.parse` reads is refused all the same. */
export function unfit(json: string): string | undefined {
  if (!json.isWellFormed()) return 'a character in them is only half there';
  let [depth, inString] = [0, false];
  for (const [token, half] of json.matchAll(TOKEN)) {
    if (half !== undefined) return `${token} is only half of a character`;
    if (token === '"') inString = !inString;
    else if (inString) continue;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === '{' || token === '[') depth += 1;
    else if (!Number.isFinite(Number(token))) return `the number ${token.slice(0, 40)} is too large`;
    if (depth > MAX_DEPTH) return `they are nested deeper than ${MAX_DEPTH} levels`;
  }
  return undefined;
}
