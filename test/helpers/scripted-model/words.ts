/** The same numbers for the same seed (xorshift32), each from 0 to below 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = ['ba', 'do', 'fi', 'gu', 'ke', 'la', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'wa', 'ze', 'xi'];

/** Makes up words that stand in no text, so that a reply which holds one can have it from the conversation alone. */
export function wordMaker(roll: () => number): () => string {
  const made = new Set<string>();
  return function next(): string {
    const word = Array.from({ length: 4 }, () => SYLLABLES[Math.floor(roll() * SYLLABLES.length)]).join('');
    if (made.has(word)) return next();
    made.add(word);
    return word;
  };
}

/** Seed of this run: `HERMES_TEST_SEED`, else a fresh one. Shown in the names of the tests that use it. */
export const SEED = Number(process.env['HERMES_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31)) || 1;
