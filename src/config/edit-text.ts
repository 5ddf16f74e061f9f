import { isDeepStrictEqual } from 'node:util';
import { isCollection, isMap, isSeq } from 'yaml';
import { columnOf } from './edit-nodes.ts';
import { planEdit } from './edit-plan.ts';
import { refused } from './edit-refused.ts';
import { applyToValue, clone, type Edit } from './edit-value.ts';
import { isMapping, type LineStyle } from './emit.ts';
import { splice } from './splice.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';

/**
 * The text with the edits made. Guaranteed: the result parses, means exactly the old data with the edits applied, and
 * every byte outside the edited values is as it was. Throws `config.edit-refused` where that cannot be had.
 * The text must parse; the caller has checked that.
 */
export function editText(text: string, edits: readonly Edit[]): string {
  return edits.flatMap((edit) => withModelAsMap(text, edit)).reduce(editOnce, text);
}

function editOnce(text: string, edit: Edit): string {
  const source = parseYaml(text);
  const before = toPlain(source);
  const wanted = applyToValue(before, edit);
  if (isDeepStrictEqual(orEmpty(before), orEmpty(wanted)) && (edit.remove || before !== null)) return text;
  const splices = planEdit(source, edit, styleOf(source));
  const result = splice(text, splices);
  const after = parseYaml(result);
  if (after.document.errors.length > 0 || !isDeepStrictEqual(orEmpty(clone(toPlain(after))), orEmpty(wanted))) {
    throw refused('the way the file is written there leaves no place for it', edit.path);
  }
  return result;
}

/** `model: "name"` is short for `model.default`: it becomes a map before another of its keys is written. */
function withModelAsMap(text: string, edit: Edit): Edit[] {
  if (edit.path[0] !== 'model' || edit.path.length < 2) return [edit];
  const root = parseYaml(text).document.toJS() as unknown;
  const model = isMapping(root) ? root['model'] : undefined;
  if (typeof model !== 'string' || model === '') return [edit];
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
