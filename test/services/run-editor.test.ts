import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editorCommand, runEditor } from '../../src/services/run-editor.ts';
import { tempDir } from '../helpers/home.ts';

/** A folder with programs of these names in it. */
function programs(...names: string[]): string {
  const folder = tempDir();
  for (const name of names) {
    writeFileSync(join(folder, name), '#!/bin/sh\n');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

test('$VISUAL comes before $EDITOR, and both before what is found', () => {
  const PATH = programs('vim', 'vi');
  expect(editorCommand({ VISUAL: 'code --wait', EDITOR: 'ed', PATH })).toBe('code --wait');
  expect(editorCommand({ VISUAL: ' ', EDITOR: 'ed', PATH })).toBe('ed');
  expect(editorCommand({ PATH })).toBe('vim');
  expect(editorCommand({ PATH: `${programs('vi')}:${programs('nano')}` })).toBe('nano');
  expect(editorCommand({ PATH }, 'win32')).toBe('notepad');
  expect(() => editorCommand({ PATH: tempDir() })).toThrow(expect.objectContaining({ code: 'config.editor-failed' }));
});

test.runIf(process.platform !== 'win32')('a file name is one argument, whatever it holds', async () => {
  const file = join(tempDir(), `it's $(touch x) "y".yaml`);
  writeFileSync(file, '');
  await runEditor('printf done | tee -- "$1" #', file, { env: process.env, stdout: 2 });
  expect(readFileSync(file, 'utf8')).toBe('done');
  const failed = runEditor('exit 7;', file, { env: process.env });
  await expect(failed).rejects.toMatchObject({ code: 'config.editor-failed', message: expect.stringContaining('7') });
});
