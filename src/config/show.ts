import { blockLines, inlineText, isInline, isMapping } from './emit.ts';
import { type Origin, originOf } from './get.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { locate } from './locate.ts';
import { shownValue } from './shown-value.ts';

/** One value of the effective config. */
interface ShownValue {
  key: string;
  origin: Origin;
  /** Line in the file, where it stands there. */
  line?: number;
}

export interface Shown {
  /** The effective config, secrets masked. */
  value: Record<string, unknown>;
  /** Every value that is not a section. */
  origins: ShownValue[];
  /** The same as YAML, with the origin as a comment behind each value. */
  yaml: string;
}

/** The effective config for display. */
export function showConfig(config: LoadedFile): Shown {
  const value = shownValue(config);
  const origins = leavesOf(value, []).map((path): ShownValue => {
    const origin = originOf(config, path);
    const line = config.source.placeOf(locate(config.source, path, 'key').start).line;
    return { key: formatKeyPath(path), origin, ...(origin === 'default' ? {} : { line }) };
  });
  const notes = new Map(origins.map(({ key, origin, line }) => [key, line ? `line ${line}` : origin]));
  return { value, origins, yaml: aligned(rowsOf(value, [], notes)) };
}

const STYLE = { eol: '\n', step: 2, indentedLists: true };

/** The value as YAML text: a scalar bare, a map or list as lines. */
export function toYaml(value: unknown): string {
  if (typeof value === 'string') return value;
  return isInline(value) ? inlineText(value, false) : blockLines(value, STYLE).join('\n');
}

/** Paths of everything that is not a section; lists of plain values count as one value. */
function leavesOf(value: unknown, path: KeyPath): KeyPath[] {
  if (isMapping(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
  }
  if (Array.isArray(value) && value.some(isMapping)) {
    return value.flatMap((item, i) => leavesOf(item, [...path, i]));
  }
  return [path];
}

interface Row {
  text: string;
  note?: string | undefined;
}

/** One row per key, with the note of its value; what has a note is written on one line. */
function rowsOf(value: unknown, path: KeyPath, notes: ReadonlyMap<string, string>): Row[] {
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value as object);
  return entries.flatMap(([key, item]) => {
    const own = [...path, key];
    const note = notes.get(formatKeyPath(own));
    const head =
      typeof key === 'number'
        ? '-'
        : inlineText({ [key]: null }, true)
            .slice(1, -'null}'.length)
            .trimEnd();
    if (note !== undefined) return [{ text: `${head} ${inlineText(item, false)}`, note }];
    const rows = rowsOf(item, own, notes).map((row) => ({ ...row, text: `  ${row.text}` }));
    if (typeof key !== 'number') return [{ text: head }, ...rows];
    const [first, ...rest] = rows;
    return [{ ...first, text: `- ${first?.text.trimStart() ?? ''}` }, ...rest];
  });
}

/** Notes as comments in one column, unless a long value reaches beyond it. */
function aligned(rows: Row[]): string {
  const column = Math.min(48, Math.max(...rows.map(({ text }) => text.length)) + 2);
  return rows.map(({ text, note }) => (note ? `${text.padEnd(column - 2)}  # ${note}` : text)).join('\n');
}
