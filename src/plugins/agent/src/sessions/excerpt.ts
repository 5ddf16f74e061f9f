import { emojiWord, folded, pairs, tokensOf } from './index-text.ts';
import type { Term } from './query.ts';

/** Around a match, in characters. */
const BEFORE = 60;
const AFTER = 180;

/**
 * How much of a text is looked through word by word; matches further on are found only where they stand as typed, and not
 * behind hundreds of places within other words.
 */
const SCANNED = 200_000;

const OPEN = '\u2068';
const CLOSE = '\u2069';

interface Span {
  start: number;
  end: number;
}

/**
 * The part of the texts around the first match, in one line, with matches between U+2068 and U+2069; the start of the
 * first text where none is found again. The same marks in the text itself are dropped.
 */
export function excerptOf(texts: readonly string[], terms: readonly Term[]): string {
  for (const text of texts) {
    const at = quickly(text, terms) ?? spans(text.slice(0, SCANNED), terms)[0]?.start;
    if (at !== undefined) return cut(text, at, terms);
  }
  return cut(texts[0] ?? '', 0, terms);
}

/** Places at which a term is looked at: a single letter stands within the words of a long text thousands of times. */
const MOST_PLACES = 500;

/** Most matches stand as they were typed, and finding those needs no words. */
function quickly(text: string, terms: readonly Term[]): number | undefined {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return undefined;
  for (const { shown } of terms) {
    const wanted = shown.toLowerCase();
    let at = lower.indexOf(wanted);
    for (let places = 0; at !== -1 && places < MOST_PLACES; places += 1, at = lower.indexOf(wanted, at + 1)) {
      const start = wordStart(text, at);
      const near = spans(text.slice(start, at + wanted.length + 64), terms)[0];
      if (near && start + near.start <= at && at < start + near.end) return at;
    }
  }
  return undefined;
}

const PART_OF_WORD = /[\p{L}\p{M}\p{N}\p{Co}\uD800-\uDFFF]/u;

/** Where the word around a place begins, at most 64 units before it. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 64 && PART_OF_WORD.test(text.charAt(start - 1))) start--;
  return start;
}

function cut(text: string, at: number, terms: readonly Term[]): string {
  const start = at <= BEFORE ? 0 : nextBreak(text, at - BEFORE, at);
  const end = Math.min(text.length, at + AFTER);
  const part = wellFormed(text.slice(start, end));
  let shown = '';
  let done = 0;
  for (const { start: from, end: to } of spans(part, terms)) {
    shown += plain(part.slice(done, from)) + OPEN + plain(part.slice(from, to)) + CLOSE;
    done = to;
  }
  shown += plain(part.slice(done));
  const line = shown.replaceAll(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${line}${end < text.length ? '…' : ''}`;
}

/** The place after the next space, so that the excerpt does not begin inside a word; where there is none, as it is. */
function nextBreak(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/);
  return space === -1 ? from : from + space + 1;
}

const plain = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');

/** Halves of a character at the edges of a cut are dropped. */
const wellFormed = (text: string): string => text.replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');

/** Where the terms stand in a text, in order, without overlaps. */
function spans(text: string, terms: readonly Term[]): Span[] {
  const words = [...wordsOf(text)];
  const found = terms.flatMap((term) => occurrences(words, term));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  for (const span of found) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

interface Word extends Span {
  word: string;
}

function* wordsOf(text: string): Generator<Word> {
  for (const { kind, text: token, start } of tokensOf(text)) {
    if (kind !== 'run') {
      const word = kind === 'emoji' ? emojiWord(token) : folded(token);
      yield { word, start, end: start + token.length };
      continue;
    }
    const chars = [...token];
    let at = start;
    for (const [i, pair] of [...pairs(token), chars.at(-1) ?? ''].entries()) {
      yield { word: folded(pair), start: at, end: at + pair.length };
      at += chars[i]?.length ?? 0;
    }
  }
}

function occurrences(words: readonly Word[], { words: wanted, prefix }: Term): Span[] {
  const keys = wanted.map(folded);
  const fits = (at: number): boolean =>
    keys.every((key, i) => {
      const word = words[at + i]?.word;
      return prefix && i === keys.length - 1 ? word?.startsWith(key) : word === key;
    });
  return words.flatMap(({ start }, at) => {
    if (!fits(at)) return [];
    const end = words[at + keys.length - 1]?.end ?? start;
    // One character that begins a pair: only itself is the match.
    const single = prefix && keys.length === 1 && [...(wanted[0] ?? '')].length === 1;
    return [{ start, end: single ? start + (wanted[0] ?? '').length : end }];
  });
}
