import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isSeq } from 'yaml';
import {
  columnOf,
  contentEnd,
  dashOf,
  findPair,
  isEmptyFlow,
  isUnsetNode,
  itemSlot,
  lineEnd,
  pairSlot,
  type Slot,
  startOf,
} from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import { planRemove } from './edit-remove.ts';
import { replaceValue } from './edit-replace.ts';
import type { Edit, Path } from './edit-value.ts';
import { blockLines, inlineText, isInline, type LineStyle } from './emit.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

/** The splices that carry out one edit on a document that parses. Throws `config.edit-refused`. */
export function planEdit(source: YamlSource, edit: Edit, style: LineStyle): Splice[] {
  const { text } = source;
  let slot: Slot = { kind: 'root', value: source.document.contents as Node | null };
  for (const [depth, step] of edit.path.entries()) {
    const node: Node | null = slot.value;
    if (isAlias(node)) throw refused('an alias (`*name`) stands there', edit.path);
    if (isUnsetNode(node) || isEmptyFlow(node)) {
      return edit.remove ? [] : replaceValue(text, slot, nested(edit.path.slice(depth), edit.value), style);
    }
    const index: number = isMap(node) ? findPair(node, step) : isSeq(node) ? Number(step) : -1;
    if (isMap(node) && index >= 0) slot = pairSlot(node, index);
    else if (isSeq(node) && index < node.items.length) slot = itemSlot(node, index);
    else if (edit.remove) return [];
    else if (isMap(node)) {
      const entry = { [String(step)]: nested(edit.path.slice(depth + 1), edit.value) };
      return depth === 0 && canAppend(text, node)
        ? appendSection(text, entry, style)
        : insertPair(text, node, entry, style);
    } else if (isSeq(node)) return appendItem(text, node, nested(edit.path.slice(depth + 1), edit.value), style);
    else throw refused('a single value stands there', edit.path);
  }
  return edit.remove ? planRemove(text, slot, source, edit.path) : replaceValue(text, slot, edit.value, style);
}

/** The value wrapped in the containers that its path still needs. */
function nested(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

/** A new key goes behind the map's last entry, so that comments below stay with what follows them. */
function insertPair(text: string, map: YAMLMap, entry: Record<string, unknown>, style: LineStyle): Splice[] {
  const last = pairSlot(map, map.items.length - 1);
  if (map.flow) return appendFlow(text, contentEnd(last, text), inlineText(entry, true).slice(1, -1));
  const first = startOf(map.items[0]?.key);
  return [addLines(text, contentEnd(last, text), indentAt(text, first), blockLines(entry, style), style)];
}

/** A new section goes to the end of the file, set off by a blank line where the file does that between sections. */
function appendSection(text: string, entry: Record<string, unknown>, style: LineStyle): Splice[] {
  const ends = text.endsWith('\n');
  const gap =
    /\n\r?\n[^\s#]/.test(text) && !/\n\r?\n$/.test(text) && !isInline(Object.values(entry)[0]) ? style.eol : '';
  const lines = blockLines(entry, style).join(style.eol);
  return [
    { start: text.length, end: text.length, text: (ends ? '' : style.eol) + gap + lines + (ends ? style.eol : '') },
  ];
}

/** Not behind a document end mark, nor where blank lines at the end belong to a block text. */
const canAppend = (text: string, root: YAMLMap): boolean =>
  !root.flow &&
  columnOf(text, startOf(root.items[0]?.key)) === 0 &&
  !/^\.\.\.(\s|$)/m.test(text) &&
  !/:[^\S\n]*(\S+[^\S\n]+)?[|>][-+\d]*\s*$/m.test(text.slice(startOf(root.items.at(-1)?.key)));

function appendItem(text: string, seq: YAMLSeq, value: unknown, style: LineStyle): Splice[] {
  const last = itemSlot(seq, seq.items.length - 1);
  if (seq.flow) return appendFlow(text, contentEnd(last, text), inlineText(value, true));
  return [addLines(text, contentEnd(last, text), indentAt(text, dashOf(seq, 0)), blockLines([value], style), style)];
}

/** Behind the last entry, or behind the comma that already follows it. */
function appendFlow(text: string, end: number, entry: string): Splice[] {
  const comma = /^\s*,/.exec(text.slice(end));
  return comma
    ? [{ start: end + comma[0].length, end: end + comma[0].length, text: ` ${entry}` }]
    : [{ start: end, end, text: `, ${entry}` }];
}

function addLines(text: string, after: number, indent: string, lines: string[], style: LineStyle): Splice {
  const at = lineEnd(text, after);
  return { start: at, end: at, text: lines.map((line) => style.eol + indent + line).join('') };
}

/** The indentation of the line; behind a `- ` the column in spaces. */
function indentAt(text: string, offset: number): string {
  const column = columnOf(text, offset);
  const before = text.slice(offset - column, offset);
  return /^\s*$/.test(before) ? before : ' '.repeat(column);
}
