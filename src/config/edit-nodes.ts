import { isCollection, isMap, isScalar, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** Where a value stands: a key's value, a list's item, or the whole document. */
export type Slot =
  | { kind: 'root'; value: Node | null }
  | { kind: 'pair'; value: Node | null; parent: YAMLMap; index: number; pair: Pair }
  | { kind: 'item'; value: Node | null; parent: YAMLSeq; index: number };

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

export const pairSlot = (parent: YAMLMap, index: number): Slot => {
  const pair = parent.items[index] as Pair;
  return { kind: 'pair', parent, index, pair, value: (pair.value ?? null) as Node | null };
};

export const itemSlot = (parent: YAMLSeq, index: number): Slot => ({
  kind: 'item',
  parent,
  index,
  value: (parent.items[index] ?? null) as Node | null,
});

export const findPair = (map: YAMLMap, key: string | number): number =>
  map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));

/** No value is written: `key:` or `- ` alone. Props such as an anchor count as written. */
export const isBlank = (node: Node | null): boolean =>
  node === null || (isScalar(node) && node.range?.[0] === node.range?.[1] && !node.anchor && !node.tag);

/** `key: null`, `key: ''` and `key:` all mean that nothing is set. */
export const isUnsetNode = (node: Node | null): boolean =>
  node === null || (isScalar(node) && !node.anchor && (node.value === null || node.value === ''));

export const isEmptyFlow = (node: Node | null): boolean =>
  isCollection(node) && node.flow === true && node.items.length === 0 && !node.anchor && !node.tag;

export const isBlockCollection = (node: Node | null): node is YAMLMap | YAMLSeq =>
  isCollection(node) && node.flow !== true;

export const isBlockScalar = (node: Node | null): node is Scalar =>
  isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL);

export const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0;

const itemToken = (parent: YAMLMap | YAMLSeq, index: number): ItemToken | undefined =>
  (parent.srcToken as { items?: ItemToken[] } | undefined)?.items?.[index];

/** Just behind the `:` of a pair, or behind its key where there is none (`{a}`). */
export function afterColon(slot: Slot & { kind: 'pair' }): { offset: number; colon: boolean } {
  const token = (slot.pair as { srcToken?: ItemToken }).srcToken;
  const colon = token?.sep?.find((part) => part.type === 'map-value-ind');
  return colon
    ? { offset: colon.offset + 1, colon: true }
    : { offset: (slot.pair.key as Node).range?.[1] ?? 0, colon: false };
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

/** Blank lines behind a block scalar belong to it only where its header says so (`|+`). */
function blockScalarEnd(node: Scalar, text: string): number {
  const [start = 0, end = 0] = node.range ?? [];
  const body = text.slice(start, end);
  const header = body.slice(0, body.search(/\r?\n|$/));
  if (header.replace(/\s#.*/, '').includes('+'))
    return body.endsWith('\r\n') ? end - 2 : body.endsWith('\n') ? end - 1 : end;
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
