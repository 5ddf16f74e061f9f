import { putValue } from './edit-content.ts';
import { slotAt } from './edit-find.ts';
import { planMove } from './edit-move.ts';
import { planPut } from './edit-put.ts';
import { refused } from './edit-refused.ts';
import { planCut } from './edit-remove.ts';
import { planRename } from './edit-rename.ts';
import type { Edit } from './edit-value.ts';
import type { LineStyle } from './emit.ts';
import type { Splice } from './splice.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * The splices that carry out one edit on a document that parses; `data` is the document as plain data.
 * Throws `config.edit-refused`.
 */
export function planEdit(source: YamlSource, data: unknown, edit: Edit, style: LineStyle): Splice[] {
  const { path } = edit;
  if ('value' in edit) return planPut(source, data, path, (rest) => putValue(rest, edit.value, style), style);
  const slot = slotAt(source, path);
  if (slot === undefined || slot.kind === 'root') throw refused('it is written in an unusual way', path);
  if (edit.rename !== undefined) return planRename(source.text, slot, edit.rename, path);
  if (edit.moveTo !== undefined) return planMove(source, data, slot, { ...edit, moveTo: edit.moveTo }, style);
  return planCut(source, slot, path);
}
