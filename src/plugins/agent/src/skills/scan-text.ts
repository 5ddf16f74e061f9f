import { onOneLine } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { isControl, isInvisible, joins, spell } from '@hermes-ops/plugin-kit/unseen';
import { continuedLines, shellsFed } from './continued-lines.ts';
import type { Finding } from './types.ts';

/** Characters that are looked at in one piece; pieces overlap, so that nothing hides at a border. */
const PIECE = 4_000;
const OVERLAP = 400;
const MOST_IN_FILE = 50;
const SHOWN = 100;

const FETCHES = 'fetches code and runs it';
const FETCH = String.raw`\b(?:curl|wget|fetch|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b`;

/** Patterns for one line, bounded so that long lines cost no more than their length. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `${FETCH}[^|\\n]{0,300}\\|\\s{0,20}(?:sudo\\s{1,5})?(?:env\\s{1,5})?(?:(?:ba|z|da|k)?sh|python[23]?|node|perl|ruby|iex)\\b`,
      'i',
    ),
    FETCHES,
  ],
  [
    /\b(?:ba|z|da|k)?sh\s{1,5}(?:-c\s{1,5}|<<<\s{0,5})?["']?(?:<\(|\$\(|`)\s{0,5}(?:curl|wget)\b|\beval\s{1,5}["']?(?:\$\(|`)\s{0,5}(?:curl|wget)\b/i,
    FETCHES,
  ],
  [
    /\b(?:base64|xxd|openssl)\b[^|\n]{0,100}\|\s{0,20}(?:sudo\s{1,5})?(?:(?:ba|z|da|k)?sh|python[23]?|node|perl)\b/i,
    'decodes something and runs it',
  ],
  [
    /\bcurl\b[^\n]{0,300}\s(?:-d|-F|-T|--data\S{0,20}|--form\S{0,10}|--upload-file|--json|-X\s{0,3}(?:POST|PUT))(?:\s|=|@|$)|\bwget\b[^\n]{0,300}--(?:post|body)-(?:data|file)/,
    'sends data away',
  ],
  [
    /(?:^|[\s;|&`(])(?:nc|ncat|socat|telnet)\s{1,5}\S{1,100}\s{1,5}\d{2,5}\b|\/dev\/tcp\//,
    'opens a connection of its own',
  ],
  [/(?:^|[\s;|&`(])(?:scp|rsync|sftp)\s[^\n]{0,200}\S@?\S{1,100}:\S/, 'copies files to another machine'],
  [
    /~\/\.(?:ssh|aws|gnupg|netrc|kube|docker|config\/gcloud)\b|\bid_(?:rsa|ed25519|ecdsa)\b|(?:^|[\s"'`/])\.env\b(?!\.example)|\/etc\/shadow\b/,
    'names files with keys or passwords',
  ],
  [
    /(?:^|[\s;|&`(])(?:sudo|doas)\s|\brm\s{1,5}-\w{0,5}[rf]\w{0,5}\s{1,5}(?:~|\/|\$HOME)/,
    'wants rights of the administrator, or deletes much',
  ],
  [
    /(?:>>?|\btee\b)[^\n]{0,60}(?:\.bashrc|\.zshrc|\.profile|\.bash_profile|authorized_keys|crontab)\b|\bcrontab\s{1,5}-/,
    'changes what is run later',
  ],
  [
    /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|system|safety|other)\b.{0,30}\b(?:instruction|rule|prompt|message|guideline)/i,
    'wants other rules to be put aside',
  ],
  [
    /\b(?:do not|don't|never)\b.{0,30}\b(?:tell|inform|mention|reveal|show|ask|warn)\b.{0,30}\b(?:user|human|owner)\b|\bwithout (?:asking|telling|informing)\b.{0,20}\buser\b|不要告诉用户|忽略.{0,12}(?:之前|以上|先前|所有).{0,6}(?:指令|规则)/i,
    'wants something to be kept from the user',
  ],
  [/(?:[A-Za-z0-9+/]{60}){2,}[A-Za-z0-9+/]{0,60}={0,2}/, 'holds a block of base64'],
  [/(?:\\x[0-9a-f]{2}){30}/i, 'holds a block of escaped bytes'],
];

/** What somebody should look at in one text before a model reads it, with lines counted from `firstLine`. */
export function scanText(file: string, text: string, firstLine = 1): Finding[] {
  const lines = text.split(/\r\n|\n|\r/);
  const hits = lines.map(patternsIn);
  const findings = lines.flatMap((line, i) =>
    [...hiddenIn(line), ...inWords(hits[i])].map((message) => warning(file, firstLine + i, message)),
  );
  const all = [...findings, ...overLines(file, lines, hits, firstLine), ...comments(file, text, firstLine)].sort(
    (a, b) => a.line - b.line,
  );
  const rest = all.length - MOST_IN_FILE;
  if (rest <= 0) return all;
  return [
    ...all.slice(0, MOST_IN_FILE),
    warning(file, all[MOST_IN_FILE]?.line ?? 1, `${plural(rest, 'more finding')}`),
  ];
}

const warning = (file: string, line: number, message: string): Finding => ({
  severity: 'warning',
  file,
  line,
  message,
});

type Hits = ReadonlyMap<string, string>;

/** What one line is marked for, each with the words that it begins with. */
function patternsIn(line: string): Hits {
  const found = new Map<string, string>();
  for (let from = 0; from === 0 || from < line.length; from += PIECE - OVERLAP) {
    const piece = line.slice(from, from + PIECE);
    for (const [pattern, message] of PATTERNS) {
      const hit = found.has(message) ? null : pattern.exec(piece);
      if (hit) found.set(message, excerpt(piece, hit.index));
    }
  }
  return found;
}

const inWords = (hits: Hits = new Map()): string[] => [...hits].map(([message, text]) => `${message}: ${text}`);

function hiddenIn(line: string): string[] {
  const unseen = unseenIn(line);
  const lead = line.search(/\S/) > 200 || /\S[ \t\u00a0\u3000]{200}/.test(line.slice(0, 100_000));
  return [
    ...(unseen ? [`holds characters that cannot be seen: ${unseen}`] : []),
    ...(lead ? ['pushes text out of sight with blanks'] : []),
  ];
}

/** What only shows when the lines of one command are read together; said of the line that it begins in. */
function overLines(file: string, lines: readonly string[], hits: readonly Hits[], firstLine: number): Finding[] {
  const joined = continuedLines(lines).flatMap(({ first, last, text }) => {
    const known = new Set(hits.slice(first, last + 1).flatMap((hit) => [...hit.keys()]));
    const found = [...patternsIn(text)].filter(([message]) => !known.has(message));
    return inWords(new Map(found)).map((message) => warning(file, firstLine + first, message));
  });
  const fed = shellsFed(lines)
    .filter((at) => !hits[at]?.has(FETCHES))
    .map((at) => warning(file, firstLine + at, `${FETCHES}: ${excerpt(lines[at]?.trim() ?? '', 0)}`));
  return [...joined, ...fed];
}

/** From the hit on. */
function excerpt(piece: string, at: number): string {
  const text = onOneLine(piece.slice(at, at + 3 * SHOWN).toWellFormed());
  const chars = Array.from(text);
  return chars.length > SHOWN ? `${chars.slice(0, SHOWN).join('')}…` : text;
}

function unseenIn(line: string): string | undefined {
  const kinds = new Set<string>();
  let before = '';
  for (const char of line) {
    if (char !== '\t' && (isControl(char) || (isInvisible(char) && !joins(char, before)))) kinds.add(spell(char));
    before = char;
  }
  const all = [...kinds];
  return all.length > 0 ? all.slice(0, 5).join(' ') + (all.length > 5 ? ` and ${all.length - 5} more` : '') : undefined;
}

/** Markdown shows nothing of them, and a model reads them. */
function comments(file: string, text: string, firstLine: number): Finding[] {
  if (!/\.(?:md|markdown|html?)$/i.test(file)) return [];
  const found: Finding[] = [];
  for (let at = text.indexOf('<!--'); at >= 0 && found.length <= MOST_IN_FILE; at = text.indexOf('<!--', at + 4)) {
    const line = firstLine + text.slice(0, at).split('\n').length - 1;
    found.push(warning(file, line, `a comment that is not shown: ${excerpt(text.slice(at, at + 400), 0)}`));
  }
  return found;
}
