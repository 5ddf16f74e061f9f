import { emojiWord, normalised, pairs, tokensOf } from './index-text.ts';

/** Something that has to stand in a message: words in this order, or the pairs of a run of characters. */
export interface Term {
  /** Words as the index holds them, before folding. */
  words: string[];
  /** The text that a match shows: for excerpts. */
  shown: string;
  /** A single character of a script without spaces: found wherever it begins a pair. */
  prefix: boolean;
}

/** More words than this say nothing more; pasted pages would make long queries. */
const MAX_TERMS = 24;
const MAX_WORDS = 48;

/**
 * What is asked for: each word, path or identifier (`src/llm/index.ts`: its parts in this order), each "quoted text",
 * each run of Chinese, Japanese or Korean. Nothing in it is syntax.
 */
export function termsOf(text: string): Term[] {
  const pieces = [...normalised(text).matchAll(/"([^"]*)"|[^\s"]+/gu)].map(([piece, quoted]) => quoted ?? piece);
  const terms = pieces.flatMap(termsOfPiece);
  const known = new Set<string>();
  return terms
    .filter(({ words, prefix }) => {
      const key = `${words.join(' ')} ${prefix}`;
      return !known.has(key) && known.add(key);
    })
    .slice(0, MAX_TERMS);
}

function termsOfPiece(piece: string): Term[] {
  const terms: Term[] = [];
  let open: Term | undefined;
  for (const { kind, text } of tokensOf(piece)) {
    if (kind === 'run') {
      open = undefined;
      const words = pairs(text);
      const single = words.length === 0;
      terms.push({ words: single ? [text] : words.slice(0, MAX_WORDS), shown: text, prefix: single });
      continue;
    }
    const word = kind === 'emoji' ? emojiWord(text) : text;
    if (open && open.words.length < MAX_WORDS) {
      open.words.push(word);
      open.shown += ` ${text}`;
    } else if (!open) {
      open = { words: [word], shown: text, prefix: false };
      terms.push(open);
    }
  }
  return terms;
}

/** As FTS5 reads it (https://www.sqlite.org/fts5.html#full_text_query_syntax); tokens hold no quotes. */
const phrase = ({ words, prefix }: Term): string => `"${words.join(' ')}"${prefix ? ' *' : ''}`;

export const allOf = (terms: readonly Term[]): string => terms.map(phrase).join(' AND ');
export const anyOf = (terms: readonly Term[]): string => terms.map(phrase).join(' OR ');

/** The same where its last word only begins so; words of two letters begin too many and stay as they are. */
export const beginning = (term: Term): Term =>
  [...(term.words.at(-1) ?? '')].length > 2 ? { ...term, prefix: true } : term;
