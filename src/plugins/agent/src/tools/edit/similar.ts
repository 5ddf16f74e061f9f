import { distance } from 'fastest-levenshtein';
import { cutLine } from '../cut-text.ts';
import { splitLines } from './lines.ts';

/** Comparing takes time with the product of both lengths. */
const COMPARED = 200;
const MOST_LINES = 20_000;
const LEAST = 0.5;
const SHOWN_LINES = 3;

/** Up to three places that come closest to what was looked for, with line numbers; empty where none is close. */
export function similarPlaces(text: string, old: string): string {
  const wanted = splitLines(old).map((line) => line.text.trim().slice(0, COMPARED));
  // The longest line says most about where the text is.
  const anchor = wanted.reduce((best, line, i) => (line.length > (wanted[best]?.length ?? 0) ? i : best), 0);
  const key = wanted[anchor] ?? '';
  if (key === '') return '';
  const lines = splitLines(text).slice(0, MOST_LINES);
  const near = lines
    .map((line, i) => ({
      first: Math.max(0, i - anchor),
      likeness: likeness(line.text.trim().slice(0, COMPARED), key),
    }))
    .filter((place) => place.likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness || a.first - b.first)
    .slice(0, 3);
  return near
    .map(({ first }) =>
      lines
        .slice(first, first + Math.min(SHOWN_LINES, wanted.length))
        .map((line, i) => `${first + i + 1}: ${cutLine(line.text, COMPARED)}`)
        .join('\n'),
    )
    .join('\n--\n');
}

function likeness(line: string, key: string): number {
  const longer = Math.max(line.length, key.length);
  if (Math.min(line.length, key.length) < longer * LEAST) return 0;
  return 1 - distance(line, key) / longer;
}
