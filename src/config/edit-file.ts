import { editText } from './edit-text.ts';
import type { Edit } from './edit-value.ts';
import { rewriteFile } from './rewrite.ts';
import { syntaxError } from './syntax-error.ts';
import { readForEdit } from './write.ts';
import { parseYaml } from './yaml-source.ts';

/** Edits, or a pure function that makes them from the text of the file at the moment in which it is replaced. */
export type Edits = readonly Edit[] | ((text: string) => readonly Edit[]);

/**
 * Makes all edits in one atomic write; every byte that was not asked to change stays. A missing file is created, 0600.
 * `changed` is false, and nothing is written, when the file already says so. Several at once do not lose each other's.
 * Throws `config.syntax`, `config.unreadable`, `config.edit-refused`, `config.locked`, `config.changed-meanwhile`,
 * `home.not-writable`; the file is then as it was.
 */
export async function editFile(file: string, edits: Edits): Promise<{ changed: boolean }> {
  const { changed } = await rewriteFile(file, 'config.unreadable', (before = '') => ({
    text: editedText(file, before, editsFor(before, edits)),
  }));
  return { changed };
}

const editsFor = (text: string, edits: Edits): readonly Edit[] => (typeof edits === 'function' ? edits(text) : edits);

/** Throws what `editFile` would throw about the file and these edits; nothing is written. */
export async function checkEdits(file: string, edits: Edits): Promise<void> {
  const text = (await readForEdit(file, 'config.unreadable')) ?? '';
  editedText(file, text, editsFor(text, edits));
}

/** What `editFile` would write. */
export function editedText(file: string, text: string, edits: readonly Edit[]): string {
  const broken = syntaxError(parseYaml(text), file);
  if (broken) throw broken;
  return editText(text, edits);
}
