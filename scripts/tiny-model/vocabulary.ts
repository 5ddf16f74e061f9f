/** Token types of llama.cpp's vocabulary (`llama_token_type`). */
const NORMAL = 1;
const CONTROL = 3;
const USER_DEFINED = 4;

/** Splits text into words the way GPT-2 does before byte-pair encoding. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

export interface Vocabulary {
  tokens: string[];
  types: number[];
  merges: string[];
  ids: { endOfText: number; imEnd: number; call: number; callEnd: number };
}

/**
 * A byte-level BPE vocabulary whose token id for a byte is the byte, then the ChatML and tool-call tokens, then what
 * `corpus` teaches. Without a corpus a text of N bytes is N tokens.
 */
export function makeVocabulary(corpus: string | undefined, mergeLimit: number): Vocabulary {
  const tokens = byteSymbols();
  const types = tokens.map(() => NORMAL);
  // One merge keeps loaders content that expect a non-empty list; two NUL bytes never occur in text.
  const nulPair = `${tokens[0]} ${tokens[0]}`;
  const add = (text: string, type: number): number => {
    types.push(type);
    return tokens.push(text) - 1;
  };
  const endOfText = add('<|endoftext|>', CONTROL);
  add('<|im_start|>', CONTROL);
  const imEnd = add('<|im_end|>', CONTROL);
  const call = add('<tool_call>', USER_DEFINED);
  const callEnd = add('</tool_call>', USER_DEFINED);
  const learned = corpus === undefined ? [] : learnMerges(corpus, mergeLimit);
  const merges = learned.length > 0 ? learned : [nulPair];
  for (const pair of merges) add(pair.replace(' ', ''), NORMAL);
  return { tokens, types, merges, ids: { endOfText, imEnd, call, callEnd } };
}

/** GPT-2's printable stand-in of each byte: printable Latin-1 stands for itself, the rest is numbered from U+0100. */
function byteSymbols(): string[] {
  const printable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

interface Word {
  parts: string[];
  count: number;
}

/** Byte-pair encoding (Sennrich et al. 2016): again and again the most frequent pair becomes one symbol. */
function learnMerges(text: string, limit: number): string[] {
  const words = countWords(text);
  const learned: string[] = [];
  while (learned.length < limit) {
    const pair = mostFrequentPair(words);
    if (pair === undefined) break;
    learned.push(pair);
    for (const word of words) word.parts = mergePair(word.parts, pair);
  }
  return learned;
}

function countWords(text: string): Word[] {
  const symbols = byteSymbols();
  const counts = new Map<string, number>();
  for (const word of text.match(WORDS) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => ({ parts: [...Buffer.from(word)].map((b) => symbols[b] ?? ''), count }));
}

/** The pair that occurs most often, at least twice; among equals the one met first, so the result is deterministic. */
function mostFrequentPair(words: readonly Word[]): string | undefined {
  const pairs = new Map<string, number>();
  for (const { parts, count } of words) {
    for (let i = 0; i + 1 < parts.length; i++) {
      const pair = `${parts[i]} ${parts[i + 1]}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let most = 1;
  for (const [pair, count] of pairs) if (count > most) [best, most] = [pair, count];
  return best;
}

function mergePair(parts: readonly string[], pair: string): string[] {
  const [left = '', right = ''] = pair.split(' ');
  const merged: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const hit = part === left && parts[i + 1] === right;
    merged.push(hit ? left + right : part);
    if (hit) i++;
  }
  return merged;
}
