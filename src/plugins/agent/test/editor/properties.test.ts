import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { drawEditor } from '../../src/editor/draw-editor.ts';
import { expanded, paste, press, submitted } from '../../src/editor/editor.ts';
import type { Editor } from '../../src/editor/state.ts';
import { fresh, lines, play, type Stroke, strokes } from './typing.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };

const KEYS = strokes(
  '<Up><Down><Left><Right><Home><End><Backspace><Delete><M-Left><M-Right><C-Left><C-Right><M-b><M-f><M-d><M-Backspace>' +
    '<C-a><C-e><C-d><C-j><C-k><C-u><C-w><C-y><M-Enter><S-Enter><Enter>',
);
const UNDO = strokes('<C-_><CM-_>');

/** Pieces that are hard: they join with their neighbours, are wide, show nothing, or act on a terminal. */
const pieces = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(...'漢 字 👩‍👩‍👧 🇩 🇪 🏽 \u0301 \u200d \ufe0f \u20e3 क् ष 각 ᄀ ᅡ e\u0301 กำ 1\ufe0f\u20e3'.split(' ')),
  fc.constantFrom('\t', '\n', '\r\n', 'a b', '\\', '\x1b[31m', '\x1b', '\u202e', '\ud800', '\u{10f000}', '\u0600', ' '),
);
const texts = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));

type Act = { type: Stroke } | { paste: string };
const acts = (keys: readonly Stroke[]): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...keys).map((type) => ({ type })) },
    { weight: 3, arbitrary: texts.map((text) => ({ type: [text, {}] as const })) },
    { weight: 1, arbitrary: texts.map((text) => ({ paste: text })) },
    { weight: 1, arbitrary: fc.constant({ paste: lines(9) }) },
  );

const boxes = fc.record({
  columns: fc.integer({ min: 5, max: 200 }).chain((most) => fc.integer({ min: 5, max: most })),
  rows: fc.integer({ min: 1, max: 12 }),
  prompt: fc.constantFrom('> ', '❯ ', '', '漢', 'hermes> '),
  continuation: fc.constantFrom('  ', '', '· '),
});
type Box = Parameters<typeof drawEditor>[1];

const done = (editor: Editor, act: Act, box: Box): Editor =>
  'paste' in act ? paste(editor, act.paste) : press(editor, ...act.type, box).editor;

const segmenter = new Intl.Segmenter('en');
/** By the whole text, other than the editor does it. */
function onBoundary({ text, cursor }: Editor): boolean {
  let at = 0;
  const starts = new Set([0, text.length]);
  for (const part of text.split(/([\u{10f000}-\u{10fffd}])/u)) {
    for (const { index } of segmenter.segment(part)) starts.add(at + index);
    at += part.length;
  }
  return starts.has(cursor);
}

test('whatever is pressed and pasted: the text is clean, the caret on a boundary and in the box, no line too wide', () => {
  fc.assert(
    fc.property(fc.array(acts([...KEYS, ...UNDO]), { maxLength: 40 }), boxes, (list, box) => {
      let editor = fresh('', ['one', 'two\nthree', '漢字'.repeat(40)]);
      for (const act of list) {
        editor = done(editor, act, box);
        expect(onBoundary(editor)).toBe(true);
        expect(editor.text.isWellFormed()).toBe(true);
        const { lines: drawn, cursor } = drawEditor(editor, box);
        expect(drawn.length).toBeLessThanOrEqual(box.rows);
        for (const line of drawn) expect(stringWidth(line)).toBeLessThanOrEqual(box.columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(drawn.join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
        expect(cursor.y).toBeGreaterThanOrEqual(0);
        expect(cursor.y).toBeLessThan(drawn.length);
        expect(cursor.x).toBeGreaterThanOrEqual(0);
        expect(cursor.x).toBeLessThan(box.columns);
      }
    }),
    RUNS,
  );
});

/** Without what shows nothing and is spelled, but with the joiners. */
const visible = fc
  .string({ unit: 'grapheme', maxLength: 5 })
  .map((text) =>
    text.replace(/(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]/gu, ''),
  );

test('text that hides nothing is kept as it is, typed in pieces or pasted', () => {
  fc.assert(
    fc.property(fc.array(visible, { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      const typed = parts.reduce((editor, part) => press(editor, part, {}).editor, fresh());
      expect([expanded(typed), expanded(paste(fresh(), text))]).toEqual([text, text]);
    }),
    RUNS,
  );
});

test('undo of everything gives the start', () => {
  fc.assert(
    fc.property(fc.array(acts(KEYS), { maxLength: 40 }), boxes, (list, box) => {
      const start = fresh('', ['one', 'two']);
      const end = list.reduce((editor, act) => done(editor, act, box), start);
      const { text, cursor, at, drafts } = play(end, '<C-_>'.repeat(list.length));
      expect({ text, cursor, at, drafts }).toEqual({ text: '', cursor: 0, at: start.at, drafts: {} });
    }),
    RUNS,
  );
});

const draftOf = ({ text, cursor, at, drafts }: Editor) => ({ text, cursor, at, drafts });

test('redo takes back as many undos as there were, one by one, and an undo behind it is the same again', () => {
  fc.assert(
    fc.property(fc.array(acts([...KEYS, ...UNDO]), { maxLength: 40 }), fc.nat(60), boxes, (list, times, box) => {
      const end = list.reduce((editor, act) => done(editor, act, box), fresh('', ['one', 'two']));
      const before = [end];
      for (let now = end; before.length <= times && now.undo.length > 0; ) {
        now = play(now, '<C-_>');
        before.push(now);
      }
      let now = before.at(-1) ?? end;
      for (const wanted of before.slice(0, -1).toReversed()) {
        const redone = play(now, '<CM-_>');
        expect(draftOf(redone)).toEqual(draftOf(wanted));
        expect(draftOf(play(redone, '<C-_>'))).toEqual(draftOf(now));
        expect(expanded(redone)).toBe(expanded(wanted));
        now = redone;
      }
    }),
    RUNS,
  );
});

test('what is changed behind an undo is all that there is: nothing is left to redo', () => {
  fc.assert(
    fc.property(
      fc.array(acts([...KEYS, ...UNDO]), { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (list, times) => {
        const box = { columns: 30, rows: 4, prompt: '', continuation: '' };
        const end = list.reduce((editor, act) => done(editor, act, box), fresh());
        const changed = play(end, `${'<C-_>'.repeat(times)}x`);
        expect(play(changed, '<CM-_>')).toEqual(changed);
      },
    ),
    RUNS,
  );
});

test('what was sent comes back by Up', () => {
  fc.assert(
    fc.property(fc.array(acts(KEYS), { maxLength: 20 }), boxes, (list, box) => {
      const editor = list.reduce((now, act) => done(now, act, box), fresh());
      fc.pre(editor.text.trim() !== '');
      const again = play(submitted(editor), '<Up>', box);
      expect(expanded(again)).toBe(expanded(editor));
    }),
    RUNS,
  );
});

test('the way right over a text visits each of its characters once, and the way left the same', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const end = paste(fresh(), text);
      const way = (from: Editor, key: string): number[] => {
        const places = [from.cursor];
        for (let now = play(from, key); now.cursor !== places.at(-1); now = play(now, key)) places.push(now.cursor);
        return places;
      };
      const left = way(end, '<Left>');
      expect(way({ ...end, cursor: 0 }, '<Right>')).toEqual(left.toReversed());
      expect([left[0], left.at(-1)]).toEqual([end.text.length, 0]);
    }),
    RUNS,
  );
});
