import { expect, test } from 'vitest';
import { drawEditor } from '../../src/editor/draw-editor.ts';
import { insert } from '../../src/editor/editor.ts';
import { fresh, lines, play } from './typing.ts';

const box = (columns: number, rows = 10) => ({ columns, rows, prompt: '❯ ', continuation: '  ' });

test('an empty text is the prompt with the caret behind it', () => {
  expect(drawEditor(fresh(), box(20))).toEqual({ lines: ['❯ '], cursor: { x: 2, y: 0 } });
});

test('lines wrap by cells, and a wide character is not split at the border', () => {
  expect(drawEditor(fresh('ab漢字<C-j>x'), box(7))).toEqual({
    lines: ['❯ ab漢', '  字', '  x'],
    cursor: { x: 3, y: 2 },
  });
  expect(drawEditor(fresh('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧'), box(6)).lines).toEqual(['❯ 👩‍👩‍👧👩‍👩‍👧', '  👩‍👩‍👧']);
});

test('the caret is exact behind wide characters', () => {
  expect(drawEditor(fresh('漢👍a<Left>'), box(20)).cursor).toEqual({ x: 6, y: 0 });
});

test('behind the last cell of a row the caret is in the next row, which is there for it alone', () => {
  const editor = fresh('abcd');
  expect(drawEditor(editor, box(6))).toEqual({ lines: ['❯ abcd', '  '], cursor: { x: 2, y: 1 } });
  expect(drawEditor(play(editor, '<Left>'), box(6))).toEqual({ lines: ['❯ abcd'], cursor: { x: 5, y: 0 } });
  expect(drawEditor(play(editor, 'e<Left>'), box(6)).cursor).toEqual({ x: 2, y: 1 });
});

test('tabs are drawn as blanks and stay in the text', () => {
  const editor = insert(fresh(), 'a\tb');
  expect([drawEditor(editor, box(20)).lines[0], editor.text]).toEqual(['❯ a    b', 'a\tb']);
});

test('the caret is kept in sight, and rows that are not are marked', () => {
  const editor = insert(fresh(), lines(5));
  const at = (script: string) => drawEditor(play(editor, script), box(20, 3));
  expect(at('')).toEqual({ lines: ['… line 3', '  line 4', '  line 5'], cursor: { x: 8, y: 2 } });
  expect(at('<Up><Up>')).toEqual({ lines: ['… line 2', '  line 3', '… line 4'], cursor: { x: 8, y: 1 } });
  expect(at('<Up><Up><Up><Up>')).toEqual({ lines: ['❯ line 1', '  line 2', '… line 3'], cursor: { x: 8, y: 0 } });
  expect(drawEditor(editor, box(20, 5)).lines).toHaveLength(5);
  expect(drawEditor(editor, box(20, 0)).lines).toEqual(['… line 5']);
});

test('prompts of different widths line up, and give way where there is no room for them', () => {
  const prompts = { prompt: '你> ', continuation: '. ' };
  expect(drawEditor(fresh('a<C-j>b'), { columns: 20, rows: 5, ...prompts }).lines).toEqual(['你> a', '.   b']);
  expect(drawEditor(fresh('abcdef'), { columns: 5, rows: 5, ...prompts }).lines).toEqual(['abcde', 'f']);
});

test('a chip that is wider than a row is cut, and is still one character', () => {
  const editor = insert(fresh('a'), 'x'.repeat(30_000));
  expect(drawEditor(editor, box(12)).lines).toEqual(['❯ a', '  [Pasted #…', '  ']);
});
