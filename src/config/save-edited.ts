import { userError } from '../errors/hermes-error.ts';
import { dataOf } from './load.ts';
import { readForEdit } from './read-file.ts';
import { rewriteFile } from './rewrite.ts';
import type { WriteOptions, Written } from './write.ts';
import { parseYaml } from './yaml-source.ts';

/** The text that a person is to edit; undefined where there is no file. Throws what `editFile` throws about reading. */
export const textForEditor = (file: string): Promise<string | undefined> => readForEdit(file, 'config.unreadable');

/** Whether readers of the file could use it at all: it is YAML and holds sections. */
export function isUsable(file: string, text: string): boolean {
  try {
    dataOf(parseYaml(text), file);
    return true;
  } catch {
    return false;
  }
}

/**
 * Replaces a file by what a person made of it, where it still holds what that person was given (`before`; undefined: no
 * file). Throws `config.changed-meanwhile` where not, and what `rewriteFile` throws.
 */
export async function saveEdited(
  file: string,
  before: string | undefined,
  text: string,
  options: WriteOptions,
): Promise<{ changed: boolean } & Written> {
  const edit = (now: string | undefined) => {
    if (now === before) return { text };
    throw userError('config.changed-meanwhile', `${file} was changed by another program while you edited it`, {
      where: { file },
      try: ['hermes config edit   (then bring your changes in again)'],
    });
  };
  const { text: _text, ...done } = await rewriteFile(file, 'config.unreadable', edit, options);
  return done;
}
