/**
 * How text becomes words, for the index and for what is searched. Scripts that are written without spaces are cut into
 * overlapping pairs of characters, because no rule cuts them into words: 压缩器 becomes `压缩 缩器 器`. The last
 * character stands alone as well, so that each single one begins a word of the index. Emoji are words of their own.
 */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30FC`;

const TOKENS = new RegExp(
  String.raw`(?<run>[${UNSPACED}]+)|(?<word>[[\p{L}\p{N}\p{Co}]--[${UNSPACED}]][[\p{L}\p{M}\p{N}\p{Co}]--[${UNSPACED}]]*)|(?<emoji>\p{Extended_Pictographic}|\p{Regional_Indicator})`,
  'gv',
);

/** Plain ASCII needs no work: SQLite's own tokenizer cuts it at the same places. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: every character of that range is meant
const ASCII = /^[\u0000-\u007F]*$/;

export interface Token {
  kind: 'run' | 'word' | 'emoji';
  text: string;
  start: number;
}

/** Tokens of a text as it stands, with their places in UTF-16 units. */
export function* tokensOf(text: string): Generator<Token> {
  for (const { groups = {}, index } of text.matchAll(TOKENS)) {
    const { run, word, emoji } = groups;
    if (run !== undefined) yield { kind: 'run', text: run, start: index };
    else if (word !== undefined) yield { kind: 'word', text: word, start: index };
    else if (emoji !== undefined) yield { kind: 'emoji', text: emoji, start: index };
  }
}

/** Compatible forms count as the same character: full-width letters, half-width kana, ligatures, composed accents. */
export const normalised = (text: string): string => (ASCII.test(text) ? text : text.normalize('NFKC'));

/** What is given to the index for a text: its words, apart by spaces. */
export function indexText(text: string): string {
  if (ASCII.test(text)) return text;
  const words: string[] = [];
  for (const { kind, text: token } of tokensOf(normalised(text))) {
    if (kind === 'word') words.push(token);
    else if (kind === 'emoji') words.push(emojiWord(token));
    else words.push(...pairs(token), [...token].at(-1) ?? '');
  }
  return words.join(' ');
}

/** Overlapping pairs of characters; nothing for a single one. */
export function pairs(run: string): string[] {
  const chars = [...run];
  return chars.slice(1).map((char, i) => (chars[i] ?? '') + char);
}

/**
 * The tokenizer takes emoji for punctuation, so each becomes a letter for private use: those of the planes 0 and 1
 * keep their last 16 bits, which do not overlap (U+00A9..U+3299 and U+1F000..U+1FAFF).
 */
export const emojiWord = (emoji: string): string =>
  String.fromCodePoint(0xf0000 | ((emoji.codePointAt(0) ?? 0) & 0xffff));

/** A word without case and accents, as the index holds it (unicode61, remove_diacritics 2); to compare, not to show. */
export const folded = (word: string): string =>
  ASCII.test(word)
    ? word.toLowerCase()
    : word
        .normalize('NFKD')
        .replaceAll(/\p{M}+/gu, '')
        .toLowerCase();
