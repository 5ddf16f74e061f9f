import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import type { Talk } from '../../src/chat/talk.ts';
import { createEditor, expanded, insert, press } from '../../src/editor/editor.ts';
import { completionsAt } from '../../src/screen/choices.ts';
import { Completing } from '../../src/screen/completing.ts';
import type { ScreenState } from '../../src/screen/view.ts';

const HOSTILE = ['a\x1b]0;x\x07', 'a\u202etxt.exe', 'a\u200b', 'a\u{10f001}', 'a b', 'a\nb'];

test('attack 28 and 50: names that act, hide or cannot be typed are not offered behind @', async () => {
  const workspace = tempDir();
  for (const name of [...HOSTILE, 'a中文.txt']) writeFileSync(join(workspace, name), '');
  mkdirSync(join(workspace, 'a😀'));
  const talk = { chat: { deps: { environment: { workspace } } } } as unknown as Talk;
  const found = await completionsAt(talk, 'see @a', 6);
  expect(found?.choices.map(({ text }) => text)).toEqual(['a😀/', 'a中文.txt ']);
});

test('what was completed can be undone', () => {
  const editor = insert(createEditor([]), 'see @a');
  const completion = { at: { from: 5, to: 6, choices: [{ text: 'abc.txt ' }] }, chosen: 0 };
  let now = editor;
  const key = { upArrow: false, downArrow: false, tab: true, return: false, escape: false };
  const taken = new Completing(() => undefined).press({ completion, editor } as ScreenState, key, (next) => {
    now = next;
  });
  expect(taken).toBe(true);
  expect(expanded(now)).toBe('see @abc.txt ');
  expect(now.cursor).toBe(13);
  expect(expanded(press(now, '_', { ctrl: true }).editor)).toBe('see @a');
});
