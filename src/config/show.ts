import type { ValueOrigin } from '../contract/index.ts';
import { originText } from '../errors/origin-text.ts';
import { maskTokens } from '../errors/secret-tokens.ts';
import { inlineText, isMapping } from './emit.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { mainPart } from './main-keys.ts';
import { maskKeys } from './mask.ts';
import { originFinder } from './origin.ts';
import { shownValue } from './shown-value.ts';

export interface Shown {
  /** What is shown of the effective config, secrets masked. */
  value: Record<string, unknown>;
  /** Every value that is not a section, and who says so. */
  origins: ({ key: string } & ValueOrigin)[];
  /** The same as YAML, with the origin as a comment behind each value. */
  yaml: string;
}

export interface ShowOptions {
  /** Everything that is in force in all sections, instead of what the file sets and the main keys. */
  effective?: boolean;
  /** Behind each value the file, the variable and their lines, instead of the line of config.yaml. */
  origin?: boolean;
}

/** The effective config for display. */
export function showConfig(config: LoadedFile, options: ShowOptions = {}): Shown {
  const all = shownValue(config);
  const value = options.effective ? all : mainPart(config, all);
  const originOf = originFinder(config);
  const origins = leavesOf(value).map((path) => ({ key: formatKeyPath(path), ...originOf(path) }));
  const short = ({ origin, line }: ValueOrigin) => (line ? `line ${line}` : origin);
  const notes = new Map(origins.map((it) => [it.key, options.origin ? originText(it) : short(it)]));
  // A key may be a secret that was pasted to the wrong place.
  return {
    value: maskKeys(value) as Record<string, unknown>,
    origins: origins.map((it) => ({ ...it, key: maskTokens(it.key) })),
    yaml: aligned(rowsOf(value, [], notes)),
  };
}

/** Paths of everything that is not a section; lists of plain values count as one value. */
export function leavesOf(value: unknown, path: KeyPath = []): KeyPath[] {
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
        : inlineText({ [maskTokens(key)]: null }, true)
            .slice(1, -'null}'.length)
            .trimEnd();
    if (note !== undefined) return [{ text: `${head} ${inlineText(maskKeys(item), false)}`, note }];
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
