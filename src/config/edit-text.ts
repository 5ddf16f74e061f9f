import { isDeepStrictEqual } from 'node:util';
import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import { slotAt } from './edit-find.ts';
import { columnOf } from './edit-nodes.ts';
import { planEdit } from './edit-plan.ts';
import { refused } from './edit-refused.ts';
import { applyToValue, clone, type Edit, isUnset, type Path } from './edit-value.ts';
import { isMapping, type LineStyle } from './emit.ts';
import { valueAt } from './key-path.ts';
import { overlap, type Splice, splice } from './splice.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';
import { readBy11 } from './yaml11-words.ts';

/**
 * The text with the edits made. Guaranteed: the result parses, means exactly the old data with the edits applied, and
 * every byte outside the edited values is as it was. Throws `config.edit-refused` where that cannot be had.
 * The text must parse; the caller has checked that.
 */
export function editText(text: string, edits: readonly Edit[]): string {
  return editSource(parseYaml(text), edits);
}

/**
 * The same for a text that is parsed already: each edit then parses once more, what it has made. Also refused: a text
 * whose aliases (`*name`) name nothing or multiply without end.
 */
export function editSource(source: YamlSource, edits: readonly Edit[]): string {
  const data = dataIn(source);
  if (data === FAULTY)
    throw refused('its aliases (`*name`) name nothing, or multiply without end', edits[0]?.path ?? []);
  let now: Parsed = { source, data };
  for (const edit of edits) for (const step of withModelAsMap(now.data, edit)) now = editOnce(now, step);
  return now.source.text;
}

const FAULTY = Symbol('faulty');

/** The data of a document without shared parts. `yaml` finds only now what is wrong with an alias. */
function dataIn(source: YamlSource): unknown {
  try {
    return clone(toPlain(source));
  } catch {
    return FAULTY;
  }
}

interface Parsed {
  source: YamlSource;
  data: unknown;
}

function editOnce(before: Parsed, edit: Edit): Parsed {
  const { source, data } = before;
  const wanted = applyToValue(data, edit);
  const same = isDeepStrictEqual(orEmpty(data), orEmpty(wanted)) && (!('value' in edit) || data !== null);
  if (same && !isTrap(source, edit)) return before;
  refuseMerged(source, edit);
  const splices = withLineEnds(source.text, planEdit(source, data, edit, styleOf(source)));
  if (overlap(splices)) throw refused('two parts of the change touch each other', edit.path);
  const after = parseYaml(splice(source.text, splices));
  const result = after.document.errors.length === 0 ? dataIn(after) : FAULTY;
  if (result === FAULTY || !isDeepStrictEqual(orEmpty(result), orEmpty(wanted))) {
    throw refused('the way the file is written there leaves no place for it', edit.path);
  }
  return { source: after, data: result };
}

/** The value stands there already, but without the quotes that it needs for a YAML 1.1 loader. */
function isTrap(source: YamlSource, edit: Edit): boolean {
  if (typeof edit.value !== 'string') return false;
  const node = slotAt(source, edit.path)?.value;
  return isScalar(node) && node.type === 'PLAIN' && !node.tag && readBy11(node.source ?? '') !== undefined;
}

/** In a file with both kinds of line ends, every line that was there keeps its own. */
const withLineEnds = (text: string, splices: readonly Splice[]): Splice[] =>
  splices.map((one) => {
    const eol = /^\r?\n/.exec(text.slice(one.end, one.end + 2))?.[0];
    return eol ? { ...one, text: one.text.replaceAll(/\r?\n/g, eol) } : one;
  });

/** What `<<` brings into a section counts as written there, for a name that must be free. */
function refuseMerged(source: YamlSource, edit: Edit): void {
  const target: Path | undefined = edit.rename === undefined ? edit.moveTo : [...edit.path.slice(0, -1), edit.rename];
  if (target === undefined || !source.text.includes('<<')) return;
  if (isUnset(valueAt(toPlain(source, { merge: true }), target))) return;
  throw refused(`\`${target.join('.')}\` is set already, by a merge key (\`<<\`)`, edit.path);
}

/** `model: "name"` is short for `model.default`: it becomes a map before another of its keys is written. */
function withModelAsMap(data: unknown, edit: Edit): Edit[] {
  const path = edit.moveTo ?? edit.path;
  const model = isMapping(data) ? data['model'] : undefined;
  if (path[0] !== 'model' || path.length < 2 || typeof model !== 'string' || model === '') return [edit];
  if (edit.moveTo && valueAt(data, edit.path) === undefined) return [edit];
  return [{ path: ['model'], value: { default: model } }, edit];
}

const orEmpty = (value: unknown): unknown => value ?? {};

/** Line end, indentation and list style of the file; two spaces and indented lists where it does not say. */
function styleOf({ text, document }: YamlSource): LineStyle {
  const style: LineStyle = { eol: /\r\n|\n/.exec(text)?.[0] ?? '\n', step: 2, indentedLists: true };
  const seen = { step: false, lists: false };
  const visit = (node: unknown, column: number): void => {
    if (!isMap(node) || node.flow) return;
    for (const { key, value } of node.items) {
      const keyStart = (key as { range?: [number, number, number] } | null)?.range?.[0];
      if (keyStart === undefined || !isCollection(value) || value.flow || !value.range) continue;
      const own = columnOf(text, keyStart);
      if (isMap(value) && !seen.step && columnOf(text, value.range[0]) > own) {
        style.step = columnOf(text, value.range[0]) - own;
        seen.step = true;
      }
      if (isSeq(value) && !seen.lists) {
        style.indentedLists = columnOf(text, value.range[0]) > own;
        seen.lists = true;
      }
      visit(value, own);
      if (isSeq(value)) for (const item of value.items) visit(item, column);
    }
  };
  visit(document.contents, 0);
  return style;
}
