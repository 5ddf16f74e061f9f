import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { blockEntry } from './edit-entry.ts';
import { columnOf, entryStart, isBlockCollection, itemSlot, type PairSlot, pairSlot, propsOf } from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Repeated } from './repeated-keys.ts';
import { type Splice, splice } from './splice.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';

/** A section or list that stands twice under the same name. */
export interface Duplicate {
  name: string;
  first: PairSlot;
  second: PairSlot;
}

/** The key that begins at an offset and the first one of the same name in its map. */
export function duplicateAt(source: YamlSource, start: number): Duplicate | undefined {
  const repeated = source.repeated.find(({ second }) => second.range?.[0] === start);
  return repeated && duplicateOf(repeated);
}

/** The same for a repeated key. */
function duplicateOf({ map, first, second }: Repeated): Duplicate {
  const index = (key: Node): number => map.items.findIndex((pair) => pair.key === key);
  return { name: String(first.value ?? ''), first: pairSlot(map, index(first)), second: pairSlot(map, index(second)) };
}

const nameOf = (pair: Pair | undefined): string | undefined =>
  isScalar(pair?.key) ? String(pair.key.value ?? '') : undefined;

/**
 * Whether both blocks can be joined without a choice: two lists, or two sections with no name in common. Any reader
 * takes the last one only, so the first is lost until that is done.
 */
export function canMerge({ first, second }: Duplicate): boolean {
  if (first.parent.flow || !isBlockCollection(first.value) || !isBlockCollection(second.value)) return false;
  if ([first, second].some((slot) => slot.value?.anchor || propsOf(slot).length > 0)) return false;
  if (isSeq(first.value) && isSeq(second.value)) return true;
  if (!isMap(first.value) || !isMap(second.value)) return false;
  const names = new Set(first.value.items.map(nameOf));
  return !names.has(undefined) && second.value.items.every((pair) => !names.has(nameOf(pair)));
}

/**
 * The text with the second block's lines moved below those of the first, its comments with them. Every other byte
 * stays. Throws `config.edit-refused` where that does not give exactly both blocks.
 */
export function mergeDuplicate(source: YamlSource, duplicate: Duplicate): string {
  const { text } = source;
  const { name, first, second } = duplicate;
  if (!canMerge(duplicate)) throw refused('the two blocks say different things', [name]);
  const into = blockEntry(text, first, name, [name]).lines;
  const entry = blockEntry(text, second, name, [name]);
  const out = entry.lines;
  if (!into || !out || into.to > out.from) throw refused('it shares its line with other things', [name]);
  const eol = text.slice(0, into.to).endsWith('\r\n') ? '\r\n' : '\n';
  const column = childColumn(text, first);
  const by = childColumn(text, second) - columnOf(text, entryStart(second));
  const comments = [...entry.above, ...(entry.tail.trim() ? [entry.tail.trim()] : [])];
  const lines = [...comments.map((line) => line.trim()), ...entry.below.map((line) => dedented(line, by))];
  const moved = lines.map((line) => (line.trim() === '' ? line : ' '.repeat(column) + line) + eol).join('');
  const splices: Splice[] = [
    { start: into.to, end: into.to, text: moved },
    { start: blankAbove(text, out.from, out.to, into.to), end: out.to, text: '' },
  ];
  const merged = splice(text, splices);
  if (!isBoth(text, merged, second)) throw refused('the way the blocks are written leaves no place for it', [name]);
  return merged;
}

const dedented = (line: string, by: number): string => line.replace(new RegExp(`^ {0,${by}}`), '');

function childColumn(text: string, { value }: PairSlot): number {
  const block = value as YAMLMap | YAMLSeq;
  return columnOf(text, entryStart(isMap(block) ? pairSlot(block, 0) : itemSlot(block as YAMLSeq, 0)));
}

/** A blank line above goes along where it would be the second of two, or the last line of the file. */
function blankAbove(text: string, from: number, to: number, least: number): number {
  const blank = /(?<=\n)[ \t]*\r?\n$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const below = text.slice(to);
  return blank > 0 && from - blank >= least && (below === '' || /^[ \t]*\r?\n/.test(below)) ? from - blank : from;
}

/** The new text reads as the old one would with the content of the second block added to the first. */
function isBoth(before: string, after: string, second: PairSlot): boolean {
  const wanted = parseYaml(before);
  const found = duplicateAt(wanted, (second.pair.key as Node).range?.[0] ?? -1);
  if (!found) return false;
  const items = (found.first.value as YAMLMap).items as unknown[];
  items.push(...((found.second.value as YAMLMap).items as unknown[]));
  found.second.parent.items.splice(found.second.index, 1);
  const result = parseYaml(after);
  const left = (source: YamlSource) => source.document.errors.length;
  if (left(result) >= left(wanted)) return false;
  try {
    return isDeepStrictEqual(toPlain(result), toPlain(wanted));
  } catch (error) {
    // An alias would stand before its anchor.
    if (error instanceof ReferenceError) return false;
    throw error;
  }
}
