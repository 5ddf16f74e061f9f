import { editSource } from './edit-text.ts';
import type { Edit } from './edit-value.ts';
import { readForEdit } from './read-file.ts';
import { rewriteFile } from './rewrite.ts';
import { syntaxError } from './syntax-error.ts';
import type { WriteOptions, Written } from './write.ts';
import { parseYaml } from './yaml-source.ts';

/** Edits, or a pure function that makes them from the text of the file at the moment in which it is replaced. */
export type Edits = readonly Edit[] | ((text: string) => readonly Edit[]);

/**
 * Makes all edits in one atomic write; every byte that was not asked to change stays. A missing file is created, 0600.
 * `changed` is false, and nothing is written, when the file already says so. Several at once do not lose each other's.
 * With `backups`, a folder, the old content is kept there first; `inPlace`: see write.ts.
 * Throws `config.syntax`, `config.encoding`, `config.unreadable`, `config.edit-refused`, `config.locked`,
 * `config.changed-meanwhile`, `home.not-writable`; the file is then as it was.
 */
export async function editFile(
  file: string,
  edits: Edits,
  options: WriteOptions = {},
): Promise<{ changed: boolean } & Written> {
  const { text: _text, ...done } = await rewriteFile(
    file,
    'config.unreadable',
    (before = '') => ({ text: editedText(file, before, editsFor(before, edits)) }),
    options,
  );
  return done;
}

const editsFor = (text: string, edits: Edits): readonly Edit[] => (typeof edits === 'function' ? edits(text) : edits);

/** Throws what `editFile` would throw about the file and these edits; nothing is written. */
export async function checkEdits(file: string, edits: Edits): Promise<void> {
  const text = (await readForEdit(file, 'config.unreadable')) ?? '';
  editedText(file, text, editsFor(text, edits));
}

/** What `editFile` would write. */
export function editedText(file: string, text: string, edits: readonly Edit[]): string {
  const source = parseYaml(text);
  const broken = syntaxError(source, file);
  if (broken) throw broken;
  return editSource(source, edits);
}
