/** Counts the tokens of one user message as the server will see it, chat template included. */
export type CountTokens = (text: string) => Promise<number>;

const WORDS = (
  'weight layer token cache slot prompt batch memory kernel buffer tensor vector matrix scale offset stride block ' +
  'column row page frame queue worker thread signal socket stream packet header record field index table branch leaf ' +
  'graph node edge path depth width height angle radius volume surface river harbour market garden station bridge'
).split(' ');

/**
 * Plain text that is different from its first character on for neighbouring seeds, so that no two samples share a
 * prefix: it begins with the seed's digits, lowest first.
 */
export function fillerText(seed: number, characters: number): string {
  let state = seed >>> 0;
  let text = [...seed.toString(36)].reverse().join('');
  while (text.length < characters) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += ` ${WORDS[(state >>> 8) % WORDS.length]}`;
  }
  return text;
}

/** How far around the estimate single characters are tried; merges make the count jump by a token or two there. */
const FINE_STEPS = 48;

/**
 * A prompt of exactly `tokens` tokens. The count grows with the text's length nearly monotonically, so the length is
 * bisected first and then walked character by character, because a tokenizer may skip a count where pieces merge.
 * Returns the nearest prompt when none is exact; `measured` always says what it really has.
 */
export async function promptOfLength(
  tokens: number,
  seed: number,
  count: CountTokens,
): Promise<{ text: string; measured: number }> {
  const source = fillerText(seed, tokens * 12 + 64);
  let low = 1;
  let high = source.length;
  let best = { text: source.slice(0, 1), measured: await count(source.slice(0, 1)) };
  const consider = async (length: number): Promise<number> => {
    const text = source.slice(0, length);
    const measured = await count(text);
    if (Math.abs(measured - tokens) < Math.abs(best.measured - tokens)) best = { text, measured };
    return measured;
  };
  while (low < high && best.measured !== tokens) {
    const middle = (low + high) >> 1;
    if ((await consider(middle)) < tokens) low = middle + 1;
    else high = middle;
  }
  for (let step = 1; step <= FINE_STEPS && best.measured !== tokens; step++) {
    if (low - step > 0) await consider(low - step);
    if (best.measured !== tokens && low + step <= source.length) await consider(low + step);
  }
  return best;
}
