import { isCollection, isMap, isScalar, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** A key with its value. */
export type PairSlot = { kind: 'pair'; value: Node | null; parent: YAMLMap; index: number; pair: Pair };

/** An entry of a collection: a key with its value, or a list's item. */
export type EntrySlot = PairSlot | { kind: 'item'; value: Node | null; parent: YAMLSeq; index: number };

/** Where a value stands: in an entry, or it is the whole document. */
export type Slot = EntrySlot | { kind: 'root'; value: Node | null };

interface Token {
  type: string;
  offset: number;
  source: string;
}

/** The part of a CST item that offsets are read from. */
interface ItemToken {
  start?: Token[];
  sep?: Token[];
}

const isProp = ({ type }: Token): boolean => type === 'anchor' || type === 'tag';

export const pairSlot = (parent: YAMLMap, index: number): PairSlot => {
  const pair = parent.items[index] as Pair;
  return { kind: 'pair', parent, index, pair, value: (pair.value ?? null) as Node | null };
};

export const itemSlot = (parent: YAMLSeq, index: number): EntrySlot => ({
  kind: 'item',
  parent,
  index,
  value: (parent.items[index] ?? null) as Node | null,
});

/** The data has an empty name for a key that is `null` or not written. */
export const findPair = (map: YAMLMap, key: string | number): number =>
  map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value ?? '') === String(key));

/** No value is written: `key:` or `- ` alone. Props such as an anchor count as written. */
export const isBlank = (node: Node | null): boolean =>
  node === null || (isScalar(node) && node.range?.[0] === node.range?.[1] && !node.anchor && !node.tag);

/** `key: null`, `key: ''` and `key:` all mean that nothing is set. */
export const isUnsetNode = (node: Node | null): boolean =>
  node === null || (isScalar(node) && (node.value === null || node.value === ''));

export const isEmptyFlow = (node: Node | null): boolean =>
  isCollection(node) && node.flow === true && node.items.length === 0;

export const isBlockCollection = (node: Node | null): node is YAMLMap | YAMLSeq =>
  isCollection(node) && node.flow !== true;

export const isBlockScalar = (node: Node | null): node is Scalar =>
  isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL);

export const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0;

const itemToken = (parent: YAMLMap | YAMLSeq, index: number): ItemToken | undefined =>
  (parent.srcToken as { items?: ItemToken[] } | undefined)?.items?.[index];

/** Just behind the `:` of a pair, or behind its key where there is none (`{a}`). */
export function afterColon(slot: PairSlot): { offset: number; colon: boolean } {
  const token = (slot.pair as { srcToken?: ItemToken }).srcToken;
  const colon = token?.sep?.find((part) => part.type === 'map-value-ind');
  return colon
    ? { offset: colon.offset + 1, colon: true }
    : { offset: (slot.pair.key as Node).range?.[1] ?? 0, colon: false };
}

/** The anchor and tag of a slot's value, in the order in which they stand. */
export function propsOf(slot: Slot): { offset: number; end: number; tag: boolean }[] {
  if (slot.kind === 'root') return [];
  const token = itemToken(slot.parent, slot.index);
  const tokens = slot.kind === 'pair' ? (slot.pair as { srcToken?: ItemToken }).srcToken?.sep : token?.start;
  // What stands before the dash or the colon belongs to something else.
  const from = tokens?.findLastIndex(({ type }) => type === 'map-value-ind' || type === 'seq-item-ind') ?? -1;
  return (tokens ?? [])
    .slice(from + 1)
    .filter(isProp)
    .map(({ type, offset, source }) => ({ offset, end: offset + source.length, tag: type === 'tag' }));
}

/** Where a value could begin: behind `key:` or `-` and behind the anchor and tag there. */
export function afterProps(slot: EntrySlot): number {
  const end = propsOf(slot).at(-1)?.end;
  if (end !== undefined) return end;
  return slot.kind === 'pair' ? afterColon(slot).offset : dashOf(slot.parent, slot.index) + 1;
}

/** The first character of a value, its anchor and tag included. */
export const valueStart = (slot: Slot): number => propsOf(slot)[0]?.offset ?? startOf(slot.value);

/** The first character of an entry: its dash, `?`, the anchor or tag of its key, or its key or item. */
export function entryStart(slot: EntrySlot): number {
  if (slot.kind === 'item') return slot.parent.flow ? valueStart(slot) : dashOf(slot.parent, slot.index);
  const { start = [], sep = [] } = (slot.pair as { srcToken?: ItemToken }).srcToken ?? {};
  const first = start.find((token) => isProp(token) || token.type === 'explicit-key-ind');
  const key = slot.pair.key as Node | null;
  return first?.offset ?? key?.range?.[0] ?? sep[0]?.offset ?? 0;
}

/** Offset of the `-` of a block list's item. */
export function dashOf(parent: YAMLSeq, index: number): number {
  const start = itemToken(parent, index)?.start ?? [];
  return start.find((part) => part.type === 'seq-item-ind')?.offset ?? startOf(parent);
}

/** Behind the last character that belongs to the slot's own value; comments behind it do not. */
export function contentEnd(slot: Slot, text: string): number {
  const end = slot.value === null || isBlank(slot.value) ? undefined : nodeEnd(slot.value, text);
  if (end !== undefined) return end;
  if (slot.kind === 'pair') return afterColon(slot).offset;
  return slot.kind === 'item' ? dashOf(slot.parent, slot.index) + 1 : 0;
}

function nodeEnd(node: Node, text: string): number {
  if (isBlockCollection(node) && node.items.length > 0) {
    const last = node.items.length - 1;
    return contentEnd(isMap(node) ? pairSlot(node, last) : itemSlot(node as YAMLSeq, last), text);
  }
  const end = node.range?.[1] ?? 0;
  return isBlockScalar(node) ? blockScalarEnd(node, text) : end;
}

/** Behind the header of a block scalar: `|`, `>-`, `|2+`. */
export function headerEnd(node: Scalar, text: string): number {
  const start = startOf(node);
  return start + (/^[|>][-+\d]*/.exec(text.slice(start, start + 8))?.[0].length ?? 1);
}

/** Whether blank lines behind the last value below this node are part of that value. */
export function endsWithKeptLines(node: Node | null, text: string): boolean {
  if (isBlockScalar(node)) return text.slice(startOf(node), headerEnd(node, text)).includes('+');
  if (!isBlockCollection(node)) return false;
  const last = node.items.at(-1) as Pair | Node | undefined;
  return endsWithKeptLines((isMap(node) ? ((last as Pair | undefined)?.value ?? null) : (last ?? null)) as Node, text);
}

/** Blank lines behind a block scalar belong to it only where its header says so (`|+`). */
function blockScalarEnd(node: Scalar, text: string): number {
  const [start = 0, end = 0] = node.range ?? [];
  const body = text.slice(start, end);
  if (endsWithKeptLines(node, text)) return body.endsWith('\r\n') ? end - 2 : body.endsWith('\n') ? end - 1 : end;
  return lineEnd(text, start + body.trimEnd().length);
}

/** Offset of the line break that ends the line of `offset`, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

export const lineStart = (text: string, offset: number): number => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
};

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** Behind the line break of the line of `offset`. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}
