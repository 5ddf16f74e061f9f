import { editText } from './edit-text.ts';
import type { Edit } from './edit-value.ts';
import { syntaxError } from './syntax-error.ts';
import { readForEdit, replaceFile } from './write.ts';
import { parseYaml } from './yaml-source.ts';

/**
 * Makes all edits in one atomic write; every byte that was not asked to change stays. A missing file is created, 0600.
 * `changed` is false, and nothing is written, when the file already says so.
 * Throws `config.syntax`, `config.unreadable`, `config.edit-refused`, `config.changed-meanwhile`, `home.not-writable`;
 * the file is then as it was.
 */
export async function editFile(file: string, edits: readonly Edit[]): Promise<{ changed: boolean }> {
  const before = await readForEdit(file, 'config.unreadable');
  const after = editedText(file, before ?? '', edits);
  if (after === (before ?? '')) return { changed: false };
  await replaceFile(file, after, before);
  return { changed: true };
}

/** Throws what `editFile` would throw about the file and these edits; nothing is written. */
export async function checkEdits(file: string, edits: readonly Edit[]): Promise<void> {
  editedText(file, (await readForEdit(file, 'config.unreadable')) ?? '', edits);
}

/** What `editFile` would write. */
export function editedText(file: string, text: string, edits: readonly Edit[]): string {
  const broken = syntaxError(parseYaml(text), file);
  if (broken) throw broken;
  return editText(text, edits);
}
