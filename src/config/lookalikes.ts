/** A character that is not what it looks like, with its offset in the text that was looked at. */
interface Lookalike {
  start: number;
  length: number;
  message: string;
  suggestion: string;
}

const NAMES: readonly (readonly [RegExp, string, string])[] = [
  [/\u00a0/, 'a no-break space', 'write an ordinary space'],
  [/\u3000/, 'a full-width space', 'write an ordinary space'],
  [/[\u1680\u2000-\u200a\u202f\u205f]/, 'an unusual space', 'write an ordinary space'],
  [/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad]/, 'a character that cannot be seen', 'delete it'],
  [/\ufeff/, 'a byte order mark', 'delete it'],
  [/\uff1a/, 'a full-width colon (`：`)', 'write `:` and a space'],
  [/[\u201c-\u201f]/, 'a curly quote', 'write `"`'],
  [/[\u2018-\u201b]/, 'a curly quote', "write `'`"],
];

/** Spaces that YAML takes for text, and characters without width. */
const UNSEEN = /[\u00a0\u00ad\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2069\u3000\ufeff]/;

/** Such a character in the indentation, the key or the colon of one line, or as the quote around its value. */
export function lookalikeIn(line: string): Lookalike | undefined {
  // A byte order mark in front of everything is no fault.
  const text = line.startsWith('\uFEFF') ? ` ${line.slice(1)}` : line;
  const key = /^[^#:：]*[:：]?/.exec(text)?.[0] ?? '';
  const unseen = UNSEEN.exec(key) ?? (UNSEEN.test(text[key.length] ?? '') ? { index: key.length } : undefined);
  if (unseen) return named(text, unseen.index);
  if (key.endsWith('：') && /^[ \t]*(?:- +)?["'\u201c\u201d]?[\p{L}\w. -]+["'\u201c\u201d]?[ \t]*：$/u.test(key)) {
    return named(text, key.length - 1);
  }
  const quote = /^[ \t]*(?:- +)?(?:[\w.-]+:[ \t]+)?(?=[\u2018-\u201f])/.exec(text);
  return quote ? named(text, quote[0].length) : undefined;
}

/** Such a character in a key; a colon or quotes only where the key begins or ends with them. */
export function lookalikeInKey(key: string): Lookalike | undefined {
  const found = UNSEEN.exec(key) ?? /^[\u2018-\u201f]|[\u2018-\u201f：]$/.exec(key);
  return found ? named(key, found.index) : undefined;
}

function named(text: string, start: number): Lookalike | undefined {
  const code = text.codePointAt(start) ?? 0;
  const [, name, suggestion] = NAMES.find(([pattern]) => pattern.test(text[start] ?? '')) ?? [];
  if (!name || !suggestion) return undefined;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return { start, length: 1, message: `${name} (${point}) stands where YAML wants a plain character`, suggestion };
}
