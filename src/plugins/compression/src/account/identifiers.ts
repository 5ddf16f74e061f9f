/** An exact text that has to survive as it is. */
export interface Identifier {
  kind: 'quote' | 'url' | 'option' | 'path' | 'hash' | 'date' | 'version' | 'number' | 'name';
  value: string;
  /** Place in the text. */
  at: number;
}

const FORMS: readonly (readonly [Identifier['kind'], string])[] = [
  [
    'quote',
    String.raw`"[^"\n]{4,120}"|“[^”\n]{2,120}”|(?<![\p{L}\p{N}])'[^'\n]{6,120}'(?![\p{L}\p{N}])|「[^」\n]{2,120}」`,
  ],
  ['option', String.raw`(?<![\w-])--?[A-Za-z][\w-]*(?:=[^\s,;，。；、]+)?`],
  ['url', String.raw`[a-z][a-z0-9+.-]{1,15}://[^\s<>"'\x60，。；、）)\]}]+`],
  [
    'hash',
    String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b`,
  ],
  [
    'path',
    String.raw`(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?:[\w.@+\p{L}-]+[/\\])*[\w.@+\p{L}-]+|(?<![\w.@+-])[\w.@+-]+/(?:[\w.@+\p{L}-]+/)*[\w.@+\p{L}-]+|\b[\w-]+\.[A-Za-z]{1,5}(?::\d+)+|\b[\w-]{2,}\.(?=[A-Za-z])[A-Za-z0-9]{1,5}\b`,
  ],
  ['date', String.raw`\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?|\b\d{1,2}:\d{2}\b`],
  ['version', String.raw`\bv?\d+\.\d+\.\d+(?:[.-][\w.]+)?\b|\bv\d+(?:\.\d+)*\b`],
  [
    'number',
    String.raw`[$€£¥]\s?\d[\d.,]*\d|(?<![\w.])\d[\d,_]*(?:\.\d+)?(?![\w]*_)(?:\s?(?:%|°|[kKMGT]i?B\b|ms\b|s\b|tok/s))?`,
  ],
  [
    'name',
    String.raw`\x60[^\x60\n]{2,80}\x60|\b[\p{L}][\p{L}\p{N}]{0,63}(?:[-_.:][\p{L}\p{N}]+)+\b|\b[\p{Ll}]+[\p{Lu}][\p{L}\p{N}]*\b|\b[A-Z][A-Z0-9]{2,}\b`,
  ],
];

/** One group for each form: groups with names make an object for every match, which costs more than the match. */
const ALL = new RegExp(FORMS.map(([, form]) => `(${form})`).join('|'), 'gu');

/** The identifiers of a text, in order: addresses, paths, hashes, dates, versions, numbers, names in code. */
export function identifiersIn(text: string): Identifier[] {
  const found: Identifier[] = [];
  ALL.lastIndex = 0;
  for (let match = ALL.exec(text); match; match = ALL.exec(text)) {
    const group = match.findIndex((part, i) => i > 0 && part !== undefined);
    const kind = FORMS[group - 1]?.[0] ?? 'name';
    const value = trimmed(match[0]);
    if (isWorth(kind, value)) found.push({ kind, value, at: match.index + match[0].indexOf(value) });
  }
  return found;
}

const trimmed = (text: string): string => text.replace(/^[`"“「']|[`"”」']$/g, '').replace(/[.,:;!?]+$/, '');

/** A single digit is no identifier, nor is an abbreviation. */
function isWorth(kind: Identifier['kind'], value: string): boolean {
  if (kind === 'number') return value.replace(/\D/g, '').length >= 2 || /[%$€£¥.]/.test(value);
  if (kind === 'path') return value.length > 3 && !/^(e\.g|i\.e|etc)$/i.test(value);
  return value.length > 1;
}
