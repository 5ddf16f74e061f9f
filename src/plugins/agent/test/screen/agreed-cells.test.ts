import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useCodePoints, useGraphemes } from '../../../../../test/helpers/graphemes.ts';
import { cells } from '../../src/render/cells.ts';
import { inAgreedCells } from '../../src/screen/agreed-cells.ts';

const N = Number(process.env['HERMES_TEST_N'] ?? 60);
const COLUMNS = 200;

const rowsOf = (...lines: string[]) => inAgreedCells({ lines, cursor: undefined }).lines;

test.each([
  ['⚠️ Warning: ✔️ ℹ️', '⚠ Warning: ✔ ℹ'],
  ['1️⃣ and #️⃣, 1 and #', '1 and #, 1 and #'],
  ['👍🏽 👩‍👩‍👧 🧑🏾‍💻 🏳️‍🌈', '👍 👩 🧑 🏳'],
  ['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.', '🏴.'],
  ['🇩🇪 漢字 é e\u0301 नमस्ते ✅ 🦙', '🇩🇪 漢字 é e\u0301 नमस्ते ✅ 🦙'],
  ['\x1b[2m⚠️\x1b[22m', '\x1b[2m⚠\x1b[22m'],
])('%s is drawn as %s', (row, drawn) => {
  expect(rowsOf(row)).toEqual([drawn]);
});

test('the caret stays behind the same character, in the row that it is in', () => {
  const lines = ['⚠️', '\x1b[2m● \x1b[22m👩‍👩‍👧⚠️ab'];
  const caretAt = (x: number, y = 1) => inAgreedCells({ lines, cursor: { x, y } }).cursor;
  expect([2, 4, 6, 7, 8].map((x) => caretAt(x)?.x)).toEqual([2, 4, 5, 6, 7]);
  expect(caretAt(2, 0)).toEqual({ x: 1, y: 0 });
  expect(inAgreedCells({ lines, cursor: undefined }).cursor).toBeUndefined();
});

/** Where a terminal's cursor is behind the text. */
async function columnBehind(text: string, use: typeof useGraphemes): Promise<number> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: 2, allowProposedApi: true });
  use(terminal.unicode);
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { cursorX } = terminal.buffer.active;
  terminal.dispose();
  return cursorX;
}

const PARTS = [
  '⚠️',
  '❤️',
  '✅',
  '👍🏽',
  '👩‍👩‍👧',
  '🧑🏾‍💻',
  '🏳️‍🌈',
  '1️⃣',
  '🇩🇪',
  '漢',
  'é',
  'e\u0301',
  ' ',
  'word',
  '☺︎',
  '©️',
];

test('terminals that count by graphemes and those that count by code points agree with ink about every row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...PARTS), { maxLength: 20 }), async (parts) => {
      const [row = ''] = rowsOf(parts.join(''));
      expect(await columnBehind(row, useGraphemes), row).toBe(cells(row));
      expect(await columnBehind(row, useCodePoints), row).toBe(cells(row));
    }),
    { numRuns: N },
  );
});
