/** Between entries, on a line of its own, as the public Hermes Agent writes its files. */
const SEPARATOR = '\n§\n';

/** The entries of a memory file. */
export const parseEntries = (text: string): string[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(/(?:^|\n)[ \t]*§[ \t]*(?=\n|$)/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

export const formatEntries = (entries: readonly string[]): string =>
  entries.length === 0 ? '' : `${entries.join(SEPARATOR)}\n`;

/** Characters as the limit counts them. */
const sizeOf = (entries: readonly string[]): number => entries.join(SEPARATOR).length;

export interface MemoryChange {
  action: 'add' | 'replace' | 'remove';
  text: string;
  /** Part of exactly one entry. */
  old: string;
}

export type Changed = { ok: true; entries: string[]; message: string } | { ok: false; message: string };

/** The entries after a change, or why they stay as they are. A change that makes them shorter is never too long. */
export function changeEntries(entries: readonly string[], change: MemoryChange, limit: number): Changed {
  const { action, text, old } = change;
  // A separator inside an entry would make two of it.
  const entry = text.replace(/^[ \t]*§[ \t]*$/gm, '').trim();
  if (action === 'add') {
    if (entries.includes(entry)) return { ok: true, entries: [...entries], message: 'already there' };
    return within([...entries, entry], entries, limit, 'kept');
  }
  const found = entries.flatMap((it, i) => (it.includes(old) ? [i] : []));
  const [at] = found;
  if (at === undefined) return { ok: false, message: `no entry holds that text. Entries:\n${list(entries)}` };
  if (found.length > 1) return { ok: false, message: `${found.length} entries hold that text: name more of it` };
  if (action === 'remove') return within(entries.toSpliced(at, 1), entries, limit, 'removed');
  return within(entries.toSpliced(at, 1, entry), entries, limit, 'replaced');
}

function within(after: string[], before: readonly string[], limit: number, word: string): Changed {
  const [size, was] = [sizeOf(after), sizeOf(before)];
  if (size <= limit || size < was)
    return { ok: true, entries: after, message: `${word}; ${size} of ${limit} characters used` };
  const room = `${was} of ${limit} characters are used, and this would make ${size}`;
  return { ok: false, message: `no room: ${room}. Shorten, replace or remove entries:\n${list(before)}` };
}

const list = (entries: readonly string[]): string => entries.map((entry) => `- ${entry}`).join('\n') || '(none)';
