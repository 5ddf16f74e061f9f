import { indentDifference, type Reindent } from './indent.ts';
import { linesAt, splitLines } from './lines.ts';

interface Edit {
  /** Range of the original text that is replaced. */
  start: number;
  end: number;
  by: string;
}

export type Found =
  /** `tolerant`: what had to be overlooked, where the text was not there exactly. */
  | { ok: true; edits: Edit[]; tolerant?: string }
  | { ok: false; why: 'absent' }
  | { ok: false; why: 'ambiguous'; lines: number[] };

/**
 * Where `old` stands in the text and what takes its place. Exactly; else with line ends as the file has them; else in one
 * single place where only quotes, dashes, blanks at line ends or the indentation differ. Everything outside the places
 * found stays byte for byte.
 */
export function findEdit(text: string, old: string, by: string, all: boolean): Found {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const converted = (part: string) => (eol === '\n' ? part : part.replace(/\r?\n/g, eol));
  const exact = [...new Set([old, converted(old)])]
    .map((form) => ({ form, at: occurrences(text, form) }))
    .find(({ at }) => at.length > 0);
  if (exact) {
    const { form, at } = exact;
    if (at.length > 1 && !all) return { ok: false, why: 'ambiguous', lines: linesAt(text, at) };
    return { ok: true, edits: at.map((start) => ({ start, end: start + form.length, by: converted(by) })) };
  }
  return alike(text, converted(old), converted(by)) ?? byLines(text, old, by, converted);
}

function occurrences(text: string, part: string): number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found.push(at);
  return found;
}

/** Characters that models write for one another, each as long as its plain form. */
const ALIKE: [RegExp, string][] = [
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u00a0\u2002-\u200a\u202f\u205f\u3000]/g, ' '],
];

/** Of the same length, so that places in it are places in the text. */
const plain = (text: string): string => ALIKE.reduce((now, [from, to]) => now.replace(from, to), text);

function alike(text: string, old: string, by: string): Found | undefined {
  const at = occurrences(plain(text), plain(old));
  if (at.length > 1) return { ok: false, why: 'ambiguous', lines: linesAt(text, at) };
  const [start] = at;
  if (start === undefined) return undefined;
  return { ok: true, edits: [{ start, end: start + old.length, by }], tolerant: 'quotes, dashes or blanks differ' };
}

/** Whole lines that are the same but for blanks around them. */
function byLines(text: string, old: string, by: string, converted: (part: string) => string): Found {
  const lines = splitLines(text);
  const wanted = splitLines(old);
  const bare = (line: string) => plain(line).trim();
  const [shown, asked] = [lines.map(({ text: line }) => bare(line)), wanted.map(({ text: line }) => bare(line))];
  if (asked.every((line) => line === '')) return { ok: false, why: 'absent' };
  const places: { at: number; reindent: Reindent }[] = [];
  for (let at = 0; at + asked.length <= shown.length; at += 1) {
    if (!asked.every((line, i) => shown[at + i] === line)) continue;
    const reindent = indentDifference(
      wanted.map((line) => line.text),
      lines.slice(at, at + wanted.length).map((line) => line.text),
    );
    if (reindent) places.push({ at, reindent });
  }
  if (places.length > 1) return { ok: false, why: 'ambiguous', lines: places.map(({ at }) => at + 1) };
  const [place] = places;
  const [first, last] = [lines[place?.at ?? -1], lines[(place?.at ?? 0) + asked.length - 1]];
  if (!place || !first || !last) return { ok: false, why: 'absent' };
  const end = last.start + last.text.length + (old.endsWith('\n') ? last.end.length : 0);
  return {
    ok: true,
    edits: [{ start: first.start, end, by: converted(place.reindent.apply(by)) }],
    tolerant: place.reindent.same
      ? 'blanks at line ends differ'
      : 'the indentation differs, and the new text was indented like the file',
  };
}
