import fc from 'fast-check';
import stringWidth from 'string-width';
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

test('a box of one row moves along the line: what stands before the caret is seen, and some of what is behind it', () => {
  const at = (script: string, columns = 12) => drawEditor(fresh(script), box(columns, 1));
  expect(at('abcdefghi')).toEqual({ lines: ['❯ abcdefghi'], cursor: { x: 11, y: 0 } });
  expect(at('abcdefghij')).toEqual({ lines: ['… bcdefghij'], cursor: { x: 11, y: 0 } });
  expect(at('abcdefghijkl<Left><Left>')).toEqual({ lines: ['… cdefghijkl'], cursor: { x: 10, y: 0 } });
  expect(at('abcdefghijkl<Home>')).toEqual({ lines: ['… abcdefghij'], cursor: { x: 2, y: 0 } });
  expect(at('一二三四五六七')).toEqual({ lines: ['… 四五六七'], cursor: { x: 10, y: 0 } });
  expect(at('一二三四五六七<Left>', 6)).toEqual({ lines: ['… 六七'], cursor: { x: 4, y: 0 } });
  expect(at('一二', 3)).toEqual({ lines: ['二'], cursor: { x: 2, y: 0 } });
  expect(at('ab<C-j>c')).toEqual({ lines: ['… c'], cursor: { x: 3, y: 0 } });
});

test('in a box of one row the character before the caret is always seen', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', '漢', '👩‍👩‍👧', 'e\u0301', '1'), { maxLength: 60 }),
      fc.nat(60),
      fc.integer({ min: 3, max: 40 }),
      (parts, back, columns) => {
        const editor = play(insert(fresh(), parts.join('')), '<Left>'.repeat(Math.min(back, parts.length)));
        const { lines, cursor } = drawEditor(editor, box(columns, 1));
        expect(stringWidth(lines[0] ?? '')).toBeLessThanOrEqual(columns);
        expect(cursor.x).toBeLessThan(columns);
        const index = parts.length - back - 1;
        const before = parts[index];
        if (before !== undefined && columns > 6) expect(lines[0]).toContain(before + (parts[index + 1] ?? ''));
      },
    ),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) },
  );
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
