import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { createEditor, insert, paste } from '../../src/editor/editor.ts';
import { type Paint, plainPaint } from '../../src/render/paint.ts';
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
  waiting: undefined,
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

test('before the session is open nothing is drawn but what was typed, sent or not', () => {
  expect(draw({ status: undefined }).lines).toEqual([]);
  expect(draw({ status: undefined, queue: ['hello'] }).lines).toEqual(['┊ next: hello', '─'.repeat(20), '● ']);
  expect(draw({ status: undefined, editor: insert(createEditor([]), 'hello') }).lines).toContain('● hello');
});

test('before the session is open it is shown what is waited for, above what was typed', () => {
  const waiting = { status: undefined, waiting: 'waiting for http://127.0.0.1:8080/v1' };
  expect(draw(waiting).lines).toEqual(['┊ waiting for http://127.0.0.1:8080/v1']);
  const typed = { ...waiting, editor: insert(createEditor([]), 'hello') };
  expect(draw(typed).lines).toEqual(['┊ waiting for http://127.0.0.1:8080/v1', '─'.repeat(20), '● hello']);
  expect(draw({ ...waiting, closed: true }).lines).toEqual([]);
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

test('in a low terminal what is typed comes first, then the status, then what goes on, then the rule', () => {
  const editor = insert(createEditor([]), 'half a text');
  const feed = { live: (rows: number) => ['one', 'two'].slice(-rows) };
  const at = (rows: number, more: Partial<ScreenState> = {}) => draw({ editor, feed, ...more }, 40, rows);
  const status = '⚕ tiny 6% ⏲ 0.9s';
  for (const rows of [1, 2, 3])
    expect(at(rows)).toEqual({ lines: ['● half a text'], cursor: { x: 13, y: 0 }, viewer: undefined });
  expect(at(4)).toMatchObject({ lines: ['● half a text', status], cursor: { x: 13, y: 0 } });
  expect(at(5)).toMatchObject({ lines: ['two', '● half a text', status], cursor: { x: 13, y: 1 } });
  expect(at(6).lines).toEqual(['two', '─'.repeat(20), '● half a text', status]);
  expect(at(4, { closed: true }).lines).toEqual([status]);
});

test('in a low terminal a line that is asked for has its prompt, before it where there is one row', () => {
  const field = { prompt: 'Your name (text): ', editor: insert(createEditor([]), 'Ada') };
  expect(draw({ field }, 40, 3)).toMatchObject({ lines: ['Your name (text): Ada'], cursor: { x: 21, y: 0 } });
  expect(draw({ field }, 20, 3).lines).toEqual(['Your nam… Ada']);
  expect(draw({ field }, 40, 4).lines).toEqual(['Your name (text): ', '● Ada']);
  const long = { ...field, prompt: 'size? [Enter: "small"] (string) Of the shirt that you get: ' };
  expect(draw({ field: long }, 20, 12).lines.slice(-5, -1)).toEqual([
    'size? [Enter: ',
    '"small"] (string) Of',
    'the shirt that you …',
    '● Ada',
  ]);
  expect(draw({ field }, 40, 5).lines).toEqual(['Your name (text): ', '● Ada', '⚕ tiny 6% ⏲ 0.9s']);
});

test('in a low terminal the question stands before its answers where the row has place for both', () => {
  const dialog = createDialog('terminal: run a command', ['once', 'deny'], 0, 0);
  expect(draw({ dialog }, 80, 3).lines).toEqual(['terminal: run a command  Allow?  [o]nce ›[d]eny‹ then Enter']);
  expect(draw({ dialog }, 80, 5).lines).toHaveLength(3);
});

test('a viewer in a low terminal says how it is left', () => {
  const viewer = { pages: [{ title: 'terminal (ok)', text: 'a\nb\nc' }], at: 0, top: 1 };
  expect(draw({ viewer }, 40, 3).lines).toEqual(['rows 2-2 of 3; ↑↓ PgUp PgDn, Esc closes']);
  expect(draw({ viewer }, 40, 4)).toMatchObject({
    lines: ['b', 'rows 2-2 of 3; ↑↓ PgUp PgDn, Esc closes'],
    viewer: { page: 1 },
  });
  expect(draw({ viewer }, 14, 3).lines).toEqual(['Esc closes']);
});

test('of what is offered the chosen one is always seen, before the status where there is place for one', () => {
  const choices = Array.from({ length: 20 }, (_, i) => ({ text: `file-${i}` }));
  for (let rows = 4; rows < 30; rows++) {
    for (let chosen = 0; chosen < choices.length; chosen++) {
      const { lines } = draw({ completion: { at: { from: 0, to: 0, choices }, chosen } }, 40, rows);
      expect(lines.map((line) => line.trim())).toContain(`› file-${chosen}`);
    }
  }
  expect(draw({ completion: { at: { from: 0, to: 0, choices }, chosen: 3 } }, 40, 4).lines).toEqual([
    '● ',
    '› file-3  ',
  ]);
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
    '› /new   about it',
    '⚕ tiny 6% ⏲ 0.9s',
  ]);
});

test('with colours the chosen one is told by them alone', () => {
  const completion = { at: { from: 0, to: 0, choices: [{ text: '/help' }, { text: '/new' }] }, chosen: 1 };
  const paint: Paint = (format, text) => `<${String(format)}>${text}</>`;
  const { lines } = viewOf({ ...STATE, completion }, { columns: 40, rows: 24 }, 10_000, paint);
  expect(lines).toContain('<inverse>  /new   </>');
  expect(lines).toContain('<dim>  /help  </>');
});

test('a viewer shows a page of its text and where it is', () => {
  const text = Array.from({ length: 100 }, (_, i) => `row ${i + 1}`).join('\n');
  const viewer = { pages: [{ title: 'terminal (ok)', text }], at: 0, top: 1_000_000 };
  const { lines, viewer: place } = draw({ viewer });
  expect(lines).toEqual([
    'terminal (ok)',
    ...Array.from({ length: 7 }, (_, i) => `row ${i + 94}`),
    'rows 94-100 of 100; ↑↓, Esc closes',
    '⚕ tiny 6% ⏲ 0.9s',
  ]);
  expect(place).toEqual({ page: 7, top: 93 });
});

test('a viewer counts the rows of a text as its chip counts its lines', () => {
  const viewer = { pages: [{ title: '[Pasted #1, 10,000 lines]', text: 'row\n'.repeat(10_000) }], at: 0, top: 2_000 };
  expect(draw({ viewer }, 80).lines).toContain('rows 2,001-2,007 of 10,000; ↑↓ PgUp PgDn, Esc closes');
});

test('a character that is wider than the terminal does not break its row', () => {
  const field = { prompt: '𝅘𝅥𝅮: ', editor: createEditor([]) };
  const { lines } = viewOf({ ...STATE, field }, { columns: 2, rows: 8 }, 10_000, plainPaint);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(2);
});

test('whatever is shown, it is lower than the terminal, no wider, and the caret is in it', () => {
  const live = (rows: number) => Array.from({ length: rows }, (_, i) => `live ${i}`);
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({ min: 2, max: 200 }),
        rows: fc.integer({ min: 1, max: 60 }),
        text: fc.string({ unit: 'grapheme', maxLength: 400 }),
        pasted: fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 30 }),
        queue: fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 6 }),
        choices: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 20 }),
        asks: fc.boolean(),
        fills: fc.boolean(),
        reads: fc.boolean(),
      }),
      ({ columns, rows, text, pasted, queue, choices, asks, fills, reads }) => {
        const state: Partial<ScreenState> = {
          editor: paste(insert(createEditor([]), text), pasted.join('\n')),
          feed: { live },
          queue,
          completion:
            choices.length > 0
              ? { at: { from: 0, to: 0, choices: choices.map((one) => ({ text: one })) }, chosen: 0 }
              : undefined,
          dialog: asks ? createDialog(text, ['once', 'deny'], 0, 0) : undefined,
          field: fills ? { prompt: `${text}: `, editor: insert(createEditor([]), text) } : undefined,
          viewer: reads ? { pages: [{ title: text, text: pasted.join('\n') }], at: 0, top: 3 } : undefined,
        };
        const { lines, cursor } = viewOf({ ...STATE, ...state }, { columns, rows }, 10_000, plainPaint);
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 2));
        // What takes the keys is there.
        if (!asks && !reads) expect(cursor).toBeDefined();
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
