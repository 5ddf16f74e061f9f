/** Where a value stands literally in a text, and not as a part of a longer word or number. */
export function* placesOf(text: string, value: string): Generator<number> {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const [start, end] = [text.slice(Math.max(0, at - 2), at), text.slice(at + value.length, at + value.length + 2)];
    const first = value.charAt(0);
    const last = value.charAt(value.length - 1);
    if (!/\w\w$|\d[.,]\d$/.test(start + first) && !/^\w\w|^\d[.,]\d/.test(last + end)) yield at;
  }
}

export const stands = (text: string, value: string): boolean => !placesOf(text, value).next().done;

const WORDS = /[\p{L}\p{N}_]+/gu;
const HAN = /\p{Script=Han}/u;

/** What stands right beside a value wherever it is said: a word, or up to two characters of Chinese. */
export function neighboursOf(text: string, value: string): string[] {
  return [...placesOf(text, value)].flatMap((at) => {
    const before = text.slice(0, at).match(WORDS)?.at(-1) ?? '';
    const after = text.slice(at + value.length).match(WORDS)?.[0] ?? '';
    return [near(before, /\p{Script=Han}{1,2}$/u), near(after, /^\p{Script=Han}{1,2}/u)].filter((word) => word !== '');
  });
}

const near = (word: string, characters: RegExp): string =>
  (word.match(characters)?.[0] ?? word.replaceAll(/\p{Script=Han}/gu, '')).toLowerCase();

/** Whether a question has that word, or those characters. */
export const holds = (question: string, word: string): boolean =>
  HAN.test(word) ? question.includes(word) : wordsOf(question).includes(word.toLowerCase());

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(WORDS) ?? [])
    .flatMap((word) => word.split(/\p{Script=Han}+/u))
    .filter((word) => word !== '');

/** Words that say what is meant: of at least four letters, and pairs of Chinese characters. */
export function contentWords(text: string): Set<string> {
  const pairs = [...text].flatMap((char, i, all) =>
    HAN.test(char) && HAN.test(all[i + 1] ?? '') ? [char + all[i + 1]] : [],
  );
  return new Set([...wordsOf(text).filter((word) => word.length >= 4 && !COMMON.has(word)), ...pairs]);
}

const COMMON = new Set(
  'which what where when does with that have from they them this there been before after'.split(' '),
);

/** Strings that look exact: paths, addresses, hashes, versions, numbers of three digits or more. */
const IDENTIFIER =
  /https?:\/\/[^\s"'<>)]+|(?:[\w.@-]*\/)+[\w.@-]+|\b\d+(?:\.\d+){2,}\b|\b(?=[a-f]*\d)[\da-f]{7,40}\b|\b\d{3,}\b/g;

export const identifiersIn = (text: string): Set<string> => new Set(text.match(IDENTIFIER));
