import { expect, test } from 'vitest';
import { drawEditor } from '../../src/editor/draw-editor.ts';
import { expanded, paste, press, setText } from '../../src/editor/editor.ts';
import { pastesOf } from '../../src/editor/pastes.ts';
import type { Paste } from '../../src/editor/state.ts';
import { fresh, lines, pasted, play } from './typing.ts';

const BOX = { columns: 60, rows: 8, prompt: '> ', continuation: '  ' };
const shown = (editor: ReturnType<typeof fresh>) => drawEditor(editor, BOX).lines.join('\n');

test.each([
  ['5 lines', lines(5), undefined],
  ['5 lines that all end', `${lines(5)}\n`, undefined],
  ['500 characters', '😀'.repeat(500), undefined],
  ['6 lines', lines(6), '[Pasted #1, 6 lines]'],
  ['10,000 lines', lines(10_000), '[Pasted #1, 10,000 lines]'],
  ['501 characters', '😀'.repeat(501), '[Pasted #1, 501 characters]'],
  ['long lines', `${'x'.repeat(600)}\ny`, '[Pasted #1, 2 lines]'],
])('a paste of %s', (_, text, chip) => {
  const editor = pasted(text);
  expect(expanded(editor)).toBe(text);
  if (chip === undefined) expect(editor.text).toBe(text);
  else expect(drawEditor(editor, BOX)).toEqual({ lines: [`> ${chip}`], cursor: { x: 2 + chip.length, y: 0 } });
});

test('a chip is one character for the caret, for words and for deleting, whatever stands beside it', () => {
  const editor = play(paste(fresh('see '), lines(10)), '\u0301 and more');
  expect(shown(editor)).toBe('> see [Pasted #1, 10 lines]\u0301 and more');
  const before = play(editor, '<Home><M-f><M-f><M-Left>');
  expect(before.cursor).toBe(4);
  expect(shown(play(before, '<Delete>'))).toBe('> see \u0301 and more');
  expect(expanded(play(before, '<Right><Backspace>'))).toBe('see \u0301 and more');
});

test('several pastes are counted on, listed in the order of the text, and can be moved by kill and yank', () => {
  const two = paste(play(paste(fresh(), lines(6)), ' '), lines(7));
  expect(pastesOf(two).map(({ label }) => label)).toEqual(['[Pasted #1, 6 lines]', '[Pasted #2, 7 lines]']);
  const swapped = play(two, '<C-w><Home><C-y>');
  expect(pastesOf(swapped).map(({ number, text }) => [number, text])).toEqual([
    [2, lines(7)],
    [1, lines(6)],
  ]);
  expect(expanded(swapped)).toBe(`${lines(7)}${lines(6)} `);
  expect(pastesOf(play(two, '<C-u>'))).toEqual([]);
});

test('undo brings a chip back with its text', () => {
  expect(expanded(play(pasted(lines(50)), '<Backspace><C-_>'))).toBe(lines(50));
});

test('what a paste holds is made harmless as well', () => {
  const editor = pasted(`\x1b[2J${lines(9).replaceAll('\n', '\r\n')}\u{10f000}`);
  expect(expanded(editor)).toBe(`${lines(9)}\\u{10f000}`);
});

test('many lines typed at once are a paste that the terminal did not tell of', () => {
  expect(pastesOf(press(fresh(), lines(20).replaceAll('\n', '\r'), {}).editor)).toHaveLength(1);
});

test('a text that is set stays open to editing unless it is very long', () => {
  expect(setText(fresh(), lines(100)).text).toBe(lines(100));
  expect(setText(fresh(), lines(10_000)).text).toHaveLength(2);
});

test('keys and draws after a paste of 5 MB read nothing of it', () => {
  const text = `${'x'.repeat(499)}\n`.repeat(10_000);
  const editor = pasted(text);
  let reads = 0;
  const watched = [...editor.pastes].map(([chip, { number, label }]) => {
    const read = () => {
      reads += 1;
      return text;
    };
    return [chip, Object.defineProperty({ number, label, text: '' }, 'text', { get: read })] as const;
  });
  const after = play({ ...editor, pastes: new Map(watched) }, ' and this<Home><Right><Up><Down><M-b><C-e><C-_>');
  drawEditor(after, BOX);
  expect([reads, editor.text.length]).toEqual([0, 2]);
  expect(expanded(after) === `${text} and `).toBe(true);
  expect(reads).toBe(1);
});

test('a draw looks at the lines that may be seen, not at all of them', () => {
  class Watched extends Map<string, Paste> {
    looks = 0;
    override get(chip: string): Paste | undefined {
      this.looks += 1;
      return super.get(chip);
    }
  }
  const pastes = new Watched();
  const editor = setText(fresh(), Array.from({ length: 2_000 }, () => '漢字').join('\n'));
  drawEditor({ ...editor, pastes, cursor: 3_000 }, BOX);
  expect(pastes.looks).toBeGreaterThan(BOX.rows);
  expect(pastes.looks).toBeLessThanOrEqual(BOX.rows * 2 * 3);
});
