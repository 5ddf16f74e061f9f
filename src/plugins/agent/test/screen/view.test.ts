import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { createEditor, insert, paste } from '../../src/editor/editor.ts';
import { plainPaint } from '../../src/render/paint.ts';
import { createDialog } from '../../src/screen/dialog.ts';
import { type ScreenState, viewOf } from '../../src/screen/view.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };

const STATE: ScreenState = {
  editor: createEditor([]),
  feed: undefined,
  status: {
    model: 'tiny.gguf',
    usedTokens: 512,
    estimated: false,
    contextTokens: 8192,
    sessionMs: 0,
    turnMs: 900,
    compressions: 0,
    unguarded: false,
    queued: 0,
  },
  dialog: undefined,
  field: undefined,
  viewer: undefined,
  completion: undefined,
  queue: [],
  closed: false,
};

const draw = (state: Partial<ScreenState>, columns = 40, rows = 12) =>
  viewOf({ ...STATE, ...state }, { columns, rows }, 10_000, plainPaint);

test('at rest: a rule, the place to type and the status', () => {
  expect(draw({ editor: insert(createEditor([]), '你好') })).toEqual({
    lines: ['─'.repeat(20), '● 你好', '⚕ tiny 6% ⏲ 0.9s'],
    cursor: { x: 6, y: 1 },
    viewer: undefined,
  });
});

test('a question takes the place of what is typed', () => {
  const dialog = createDialog('terminal: run a command, 3 lines below', ['once', 'deny'], 0, 0);
  const feed = { live: () => ['┊ 20s: still at it; Esc stops it'] };
  expect(draw({ dialog, feed })).toMatchObject({
    lines: [
      '─'.repeat(20),
      'terminal: run a command, 3 lines below',
      'Allow?  [o]nce ›[d]eny‹ then Enter',
      '⚕ tiny 6% ⏲ 0.9s',
    ],
    cursor: undefined,
  });
});

test('attack 52: in the lowest terminal a question that takes keys is still seen', () => {
  const dialog = createDialog('terminal: run a command', ['once', 'deny'], 0, 0);
  expect(draw({ dialog }, 40, 4).lines).toEqual(['terminal: run a command', 'Allow?  [o]nce ›[d]eny‹ then Enter']);
  for (const rows of [1, 2, 3])
    expect(draw({ dialog }, 40, rows).lines).toEqual(['Allow?  [o]nce ›[d]eny‹ then Enter']);
});

test('while a question waits nothing says that the call is at work', () => {
  const dialog = createDialog('terminal: run a command', ['once', 'deny'], 0, 0);
  const feed = { live: () => ['┊ 20s: still at it; Esc stops it'] };
  expect(draw({ dialog, feed }).lines.join('\n')).not.toContain('Esc stops it');
  expect(draw({ feed }).lines.join('\n')).toContain('Esc stops it');
});

test('what is offered while typing stands under it, what waits above it', () => {
  const choices = ['/help', '/new'].map((text) => ({ text, about: 'about it' }));
  const completion = { at: { from: 0, to: 1, choices }, chosen: 1 };
  const lines = draw({ editor: insert(createEditor([]), '/'), completion, queue: ['first\nline', 'b', 'c'] }).lines;
  expect(lines).toEqual([
    '┊ next: first line',
    '┊ next: b',
    '┊ and 1 more',
    '─'.repeat(20),
    '● /',
    '  /help  about it',
    '  /new   about it',
    '⚕ tiny 6% ⏲ 0.9s',
  ]);
});

test('a viewer shows a page of its text and where it is', () => {
  const text = Array.from({ length: 100 }, (_, i) => `row ${i + 1}`).join('\n');
  const viewer = { pages: [{ title: 'terminal (ok)', text }], at: 0, top: 1_000_000 };
  const { lines, viewer: place } = draw({ viewer });
  expect(lines).toEqual([
    'terminal (ok)',
    ...Array.from({ length: 7 }, (_, i) => `row ${i + 94}`),
    'rows 94-100 of 100; ↑↓ PgUp PgDn, Esc c…',
    '⚕ tiny 6% ⏲ 0.9s',
  ]);
  expect(place).toEqual({ page: 7, top: 93 });
});

test('whatever is shown, it is lower than the terminal, no wider, and the caret is in it', () => {
  const live = (rows: number) => Array.from({ length: rows }, (_, i) => `live ${i}`);
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({ min: 10, max: 200 }),
        rows: fc.integer({ min: 1, max: 60 }),
        text: fc.string({ unit: 'grapheme', maxLength: 400 }),
        pasted: fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 30 }),
        queue: fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 6 }),
        choices: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 20 }),
        asks: fc.boolean(),
        reads: fc.boolean(),
      }),
      ({ columns, rows, text, pasted, queue, choices, asks, reads }) => {
        const state: Partial<ScreenState> = {
          editor: paste(insert(createEditor([]), text), pasted.join('\n')),
          feed: { live },
          queue,
          completion:
            choices.length > 0
              ? { at: { from: 0, to: 0, choices: choices.map((one) => ({ text: one })) }, chosen: 0 }
              : undefined,
          dialog: asks ? createDialog(text, ['once', 'deny'], 0, 0) : undefined,
          viewer: reads ? { pages: [{ title: text, text: pasted.join('\n') }], at: 0, top: 3 } : undefined,
        };
        const { lines, cursor } = viewOf({ ...STATE, ...state }, { columns, rows }, 10_000, plainPaint);
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 2));
        if (cursor) {
          expect(cursor.y).toBeLessThan(lines.length);
          expect(cursor.x).toBeLessThanOrEqual(columns);
        }
        for (const line of lines.filter((one) => !one.startsWith('live'))) {
          expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        }
      },
    ),
    RUNS,
  );
});
