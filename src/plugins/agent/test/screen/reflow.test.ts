import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useGraphemes } from '../../../../../test/helpers/graphemes.ts';
import { cells } from '../../src/render/cells.ts';
import { beforeErasing, reflowOf } from '../../src/screen/reflow.ts';

const N = Number(process.env['HERMES_TEST_N'] ?? 100);

test.each([
  ['xterm cuts', { TERM: 'xterm-256color', XTERM_VERSION: 'XTerm(388)' }, 'none'],
  ['the console of Linux cuts', { TERM: 'linux' }, 'none'],
  ['what calls itself screen may be tmux at the other end of a connection', { TERM: 'screen-256color' }, 'others'],
  ['screen breaks rows, also in one on VTE', { TERM: 'screen', STY: '1.pts-0.x', VTE_VERSION: '7600' }, 'others'],
  ['screen breaks rows, also in VS Code', { TERM: 'xterm', STY: '1.pts-0.x', TERM_PROGRAM: 'vscode' }, 'others'],
  ['xterm that was started from one on VTE cuts', { XTERM_VERSION: 'XTerm(388)', VTE_VERSION: '7600' }, 'none'],
  ['tmux, which may call itself screen, breaks all rows', { TERM: 'screen-256color', TMUX: '/tmp/x,1,0' }, 'all'],
  ['terminals on VTE break all rows', { TERM: 'xterm-256color', VTE_VERSION: '7600' }, 'all'],
  ['the terminal of VS Code is xterm.js', { TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 'xterm.js'],
  ['of others the row with the cursor is not known', { TERM: 'xterm-256color' }, 'others'],
] as const)('%s', (_what, env, reflow) => {
  expect(reflowOf(env)).toBe(reflow);
});

const ABOVE = ['$ hermes chat', 'said before', 'and this'];
const written = (terminal: xterm.Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, () => resolve()));

/** What is left on a terminal that got narrower when a frame is erased as ink does it. */
async function leftOver(
  lines: string[],
  cursor: { x: number; y: number } | undefined,
  before: number,
  columns: number,
) {
  const terminal = new xterm.Terminal({ cols: before, rows: 40, scrollback: 100, allowProposedApi: true });
  // biome-ignore lint/correctness/useHookAtTopLevel: it is no hook of React.
  useGraphemes(terminal.unicode);
  await written(terminal, [...ABOVE, ...lines, ''].join('\r\n'));
  if (cursor) await written(terminal, `\x1b[${lines.length - cursor.y}A\x1b[${cursor.x + 1}G`);
  terminal.resize(columns, 40);
  await written(terminal, beforeErasing({ lines, cursor }, before, columns, 'xterm.js'));
  const up = cursor
    ? `${cursor.y > 0 ? `\x1b[${cursor.y}A` : ''}\r\x1b[J`
    : `${'\x1b[2K\x1b[1A'.repeat(lines.length)}\x1b[2K\r`;
  await written(terminal, up);
  const buffer = terminal.buffer.active;
  const rows = Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y)?.translateToString(true) ?? '');
  terminal.dispose();
  return rows.join('\n').trimEnd().split('\n');
}

const row = fc.array(fc.constantFrom('a', 'bc ', '─', '中', 'e\u0301', '👍', '|', '\x1b[2mx\x1b[22m'), {
  maxLength: 60,
  size: 'max',
});

test('whatever a terminal makes of the rows, all of them go and nothing above them does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 20, max: 60 }),
      fc.integer({ min: 14, max: 58 }),
      fc.option(fc.record({ x: fc.nat({ max: 13 }), y: fc.nat({ max: 5 }) }), { nil: undefined }),
      async (texts, before, columns, place) => {
        fc.pre(columns < before);
        const lines = texts.map((parts) => {
          let line = '';
          for (const part of parts) if (cells(line + part) <= before) line += part;
          // As ink draws it.
          return line.trimEnd();
        });
        const cursor = place && { x: place.x, y: Math.min(place.y, lines.length - 1) };
        expect(await leftOver(lines, cursor, before, columns)).toEqual(ABOVE);
      },
    ),
    { numRuns: N },
  );
});

test('where the row with the cursor is broken as well, the rows of it above the cursor count', () => {
  const frame = { lines: ['─'.repeat(20), 'x'.repeat(70), 'status'], cursor: { x: 65, y: 1 } };
  expect(beforeErasing(frame, 80, 30, 'others')).toBe('');
  expect(beforeErasing(frame, 80, 30, 'all')).toBe('\x1b[2A\r\x1b[J');
  expect(beforeErasing(frame, 80, 15, 'all')).toBe('\x1b[5A\r\x1b[J');
  expect(beforeErasing(frame, 80, 15, 'none')).toBe('');
  const status = { lines: ['●', 'x'.repeat(70)], cursor: { x: 2, y: 0 } };
  expect(beforeErasing(status, 80, 30, 'all')).toBe('');
  expect(beforeErasing(status, 80, 30, 'xterm.js')).toBe('\x1b[2A\r\x1b[J');
});
