import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isSeq } from 'yaml';
import type { Put } from './edit-content.ts';
import { appendFlow } from './edit-flow.ts';
import {
  columnOf,
  contentEnd,
  dashOf,
  endsWithKeptLines,
  entryStart,
  findPair,
  isEmptyFlow,
  isUnsetNode,
  itemSlot,
  lineEnd,
  pairSlot,
  type Slot,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import { replaceValue } from './edit-replace.ts';
import type { Path } from './edit-value.ts';
import { inlineText, isInline, type LineStyle } from './emit.ts';
import { valueAt } from './key-path.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Puts something at a path: in the place of what stands there, or as a new entry of the deepest section that is there.
 * `put` makes it for the part of the path that is not there yet. Throws `config.edit-refused`.
 */
export function planPut(
  source: YamlSource,
  data: unknown,
  path: Path,
  put: (rest: Path) => Put,
  style: LineStyle,
): Splice[] {
  const { text } = source;
  let slot: Slot = { kind: 'root', value: source.document.contents as Node | null };
  for (const [depth, step] of path.entries()) {
    const node: Node | null = slot.value;
    if (isAlias(node)) throw refused('an alias (`*name`) stands there', path);
    const entry = () => put(path.slice(depth));
    if (isUnsetNode(node) || isEmptyFlow(node)) return replaceValue(text, slot, entry(), style, path);
    if (isMap(node)) {
      const index = findPair(node, step);
      if (index >= 0) slot = pairSlot(node, index);
      else if (Object.hasOwn(Object(valueAt(data, path.slice(0, depth))), step)) {
        throw refused('its key is written in an unusual way', path);
      } else if (depth === 0 && canAppend(text, node)) return appendSection(text, entry(), style);
      else return insertPair(text, node, entry(), style, path);
    } else if (isSeq(node)) {
      if (Number(step) >= node.items.length) return appendItem(text, node, entry(), style, path);
      slot = itemSlot(node, Number(step));
    } else throw refused('a single value stands there', path);
  }
  return replaceValue(text, slot, put([]), style, path);
}

/** A new key goes behind the map's last entry, so that comments below stay with what follows them. */
function insertPair(text: string, map: YAMLMap, put: Put, style: LineStyle, path: Path): Splice[] {
  const last = pairSlot(map, map.items.length - 1);
  if (map.flow) return appendFlow(text, contentEnd(last, text), oneLine(put, path).slice(1, -1));
  const first = entryStart(pairSlot(map, 0));
  return [addLines(text, contentEnd(last, text), indentAt(text, first), put.lines(), style)];
}

/** A new section goes to the end of the file, set off by a blank line where the file does that between sections. */
function appendSection(text: string, put: Put, style: LineStyle): Splice[] {
  const ends = text.endsWith('\n');
  const gap =
    /\n\r?\n[^\s#]/.test(text) && !/\n\r?\n$/.test(text) && !isInline(Object.values(put.value as object)[0])
      ? style.eol
      : '';
  const lines = put.lines().join(style.eol);
  return [
    { start: text.length, end: text.length, text: (ends ? '' : style.eol) + gap + lines + (ends ? style.eol : '') },
  ];
}

/** Not behind a document end mark, nor where blank lines at the end belong to a block text. */
const canAppend = (text: string, root: YAMLMap): boolean =>
  !root.flow &&
  columnOf(text, entryStart(pairSlot(root, 0))) === 0 &&
  !/^\.\.\.(\s|$)/m.test(text) &&
  !endsWithKeptLines(root, text);

function appendItem(text: string, seq: YAMLSeq, put: Put, style: LineStyle, path: Path): Splice[] {
  const last = itemSlot(seq, seq.items.length - 1);
  if (seq.flow) return appendFlow(text, contentEnd(last, text), oneLine(put, path).slice(1, -1));
  return [addLines(text, contentEnd(last, text), indentAt(text, dashOf(seq, 0)), put.lines(), style)];
}

/** The value inside a flow collection. */
function oneLine(put: Put, path: Path): string {
  if (put.comments) throw refused('inside `{...}` there is no place for its comments', path);
  return inlineText(put.value, true);
}

function addLines(text: string, after: number, indent: string, lines: readonly string[], style: LineStyle): Splice {
  const at = lineEnd(text, after);
  return { start: at, end: at, text: lines.map((line) => style.eol + (line && indent + line)).join('') };
}

/** The indentation of the line; behind a `- ` the column in spaces. */
function indentAt(text: string, offset: number): string {
  const column = columnOf(text, offset);
  const before = text.slice(offset - column, offset);
  return /^\s*$/.test(before) ? before : ' '.repeat(column);
}
