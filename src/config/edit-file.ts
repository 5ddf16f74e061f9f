import { editText } from './edit-text.ts';
import type { Edit } from './edit-value.ts';
import { syntaxError } from './syntax-error.ts';
import { readText, replaceFile } from './write.ts';
import { parseYaml } from './yaml-source.ts';

/**
 * Makes all edits in one atomic write; every byte that was not asked to change stays. A missing file is created.
 * `changed` is false, and nothing is written, when the file already says so.
 * Throws `config.syntax`, `config.unreadable`, `config.edit-refused`, `config.changed-meanwhile`, `home.not-writable`;
 * the file is then as it was.
 */
export async function editFile(file: string, edits: readonly Edit[]): Promise<{ changed: boolean }> {
  const before = await readText(file, 'config.unreadable');
  const after = editedText(file, before ?? '', edits);
  if (after === (before ?? '')) return { changed: false };
  await replaceFile(file, after, before, 0o666);
  return { changed: true };
}

/** What `editFile` would write. */
export function editedText(file: string, text: string, edits: readonly Edit[]): string {
  const broken = syntaxError(parseYaml(text), file);
  if (broken) throw broken;
  return editText(text, edits);
}
