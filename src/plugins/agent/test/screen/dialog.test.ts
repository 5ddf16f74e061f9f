import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainPaint } from '../../src/render/paint.ts';
import {
  createDialog,
  type Dialog,
  type DialogKey,
  dialogLine,
  disturbed,
  pressDialog,
  QUIET_MS,
  SLOW_MS,
} from '../../src/screen/dialog.ts';

const KEY: DialogKey = { return: false, escape: false, leftArrow: false, rightArrow: false, tab: false };
const ENTER = { ...KEY, return: true };
const OFFERS = ['once', 'session', 'always', 'deny'] as const;

const open = (hidden = 0): Dialog => createDialog('terminal: run a command', OFFERS, hidden, 0);
const LATER = QUIET_MS;

/** The answer after these keys, each with the time in ms at which it comes. */
function answerTo(dialog: Dialog, keys: [input: string, key: DialogKey, at: number][]): string | undefined {
  let now = dialog;
  for (const [input, key, at] of keys) {
    const step = pressDialog(now, input, key, at);
    if ('answer' in step) return step.answer;
    if ('dialog' in step) now = step.dialog;
  }
  return undefined;
}

test('a letter chooses, Enter confirms, Enter alone and Escape refuse', () => {
  expect(
    answerTo(open(), [
      ['o', KEY, LATER],
      ['', ENTER, LATER],
    ]),
  ).toBe('once');
  expect(
    answerTo(open(), [
      ['s', KEY, LATER],
      ['', ENTER, LATER],
    ]),
  ).toBe('session');
  expect(answerTo(open(), [['', ENTER, LATER]])).toBe('deny');
  expect(
    answerTo(open(), [
      ['o', KEY, LATER],
      ['', { ...KEY, escape: true }, LATER],
    ]),
  ).toBe('deny');
  expect(
    answerTo(open(), [
      ['', { ...KEY, leftArrow: true }, LATER],
      ['', ENTER, LATER],
    ]),
  ).toBe('always');
});

test('attack 54: who is typing when the question appears does not answer it', () => {
  const typing = [...'yes do it'].map((char, i): [string, DialogKey, number] => [char, KEY, 100 + i * 150]);
  expect(answerTo(open(), [...typing, ['', ENTER, 1_500]])).toBeUndefined();
  expect(answerTo(open(), [...typing, ['', ENTER, 1_500], ['y', KEY, 2_200], ['', ENTER, 2_300]])).toBe('once');
});

/** The answer of who types the line at a question whose keys count, `pause` ms between two of them, and Enter. */
function answerToLine(line: string, pause: number): string | undefined {
  const keys = [...line].map((char, i): [string, DialogKey, number] => [char, KEY, LATER + i * pause]);
  return answerTo(open(), [...keys, ['', ENTER, LATER + keys.length * pause]]);
}

test.each([
  ['no', 'deny'],
  ['yes', 'once'],
  ['y', 'once'],
  ['once', 'once'],
  ['session', 'session'],
  ['always', 'always'],
  ['deny', 'deny'],
])('attack 54: the word %s means itself, however fast it is typed', (word, answer) => {
  for (const pause of [20, 300, 2_000]) expect(answerToLine(word, pause)).toBe(answer);
});

test.each([
  'stop',
  'nope',
  'not so',
  'go',
  'so',
  'do',
  'also',
  'yes, but only so',
  'on no',
  'no no',
  'do not',
  'wait, no',
])('attack 54: the line `%s` agrees to nothing', (line) => {
  for (const pause of [20, 300]) expect([undefined, 'deny']).toContain(answerToLine(line, pause));
});

test.each(['refuse', 'close', 'nay', 'no way', 'stop', 'please no', 'abort, no', 'go away', 'ne parlez pas'])(
  'attack 54: nobody types so slowly that the end of `%s` is an answer',
  (line) => {
    for (const pause of [QUIET_MS, 900, SLOW_MS - 1]) expect([undefined, 'deny']).toContain(answerToLine(line, pause));
  },
);

test('what is typed for the line is handed on once, however slowly it comes', () => {
  let dialog = open();
  let line = '';
  for (const [i, char] of [...'refuse'].entries()) {
    const step = pressDialog(dialog, char, KEY, LATER + i * 700);
    if ('dialog' in step) dialog = step.dialog;
    if ('meant' in step) line += step.meant ?? '';
  }
  expect([line, dialog.chosen]).toEqual(['refuse', 'deny']);
});

test('attack 54: no line of several letters agrees to anything but the words for it', () => {
  const agreeing = new Set('ye yes onc once se ses sess sessi sessio session al alw alwa alway always'.split(' '));
  // The same letter again is the same choice.
  const word = (text: string): string => text.replace(/^(.)\1+/, '$1');
  const line = fc.string({ minLength: 2, maxLength: 8, unit: fc.constantFrom(...'oysadnevwl ') });
  fc.assert(
    fc.property(line, fc.integer({ min: 1, max: SLOW_MS - 1 }), (text, pause) => {
      fc.pre(word(text).length > 1 && !agreeing.has(word(text)));
      expect([undefined, 'deny']).toContain(answerToLine(text, pause));
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 500) },
  );
});

test('who thinks again chooses by another letter after a moment', () => {
  expect(
    answerTo(open(), [
      ['a', KEY, LATER],
      ['s', KEY, LATER + SLOW_MS],
      ['', ENTER, LATER + SLOW_MS],
    ]),
  ).toBe('session');
});

test.each([100, QUIET_MS, 5_000])(
  'who thinks again %i ms later and types `n` refuses, though `once` has one, too',
  (pause) => {
    expect(
      answerTo(open(), [
        ['o', KEY, LATER],
        ['n', KEY, LATER + pause],
        ['', ENTER, LATER + pause],
      ]),
    ).toBe('deny');
  },
);

test('Backspace takes the choice back, as it takes the letter', () => {
  expect(
    answerTo(open(), [
      ['o', KEY, LATER],
      ['', { ...KEY, backspace: true }, LATER + 100],
      ['', ENTER, LATER + 200],
    ]),
  ).toBe('deny');
  expect(
    answerTo(open(), [
      ['n', KEY, LATER],
      ['', { ...KEY, backspace: true }, LATER + 100],
      ['y', KEY, LATER + 200],
      ['', ENTER, LATER + 300],
    ]),
  ).toBe('once');
});

test.each([100, QUIET_MS])('a word that is typed to its end is that answer, a letter each %i ms', (pause) => {
  for (const [word, answer] of Object.entries({ once: 'once', yes: 'once', session: 'session', always: 'always' })) {
    const letters = Array.from(word, (letter, i): [string, DialogKey, number] => [letter, KEY, LATER + i * pause]);
    expect(answerTo(open(), [...letters, ['', ENTER, LATER + 9 * pause]])).toBe(answer);
  }
});

test('what turns out to be a line is handed on whole, and keys do not count at once', () => {
  const first = pressDialog(open(), 's', KEY, LATER);
  const second = 'dialog' in first ? pressDialog(first.dialog, 't', KEY, LATER + 100) : first;
  expect(second).toMatchObject({ meant: 'st', dialog: { chosen: 'deny', armedAt: LATER + 100 + QUIET_MS } });
});

test('attack 55: several characters at once are no letter', () => {
  expect(
    answerTo(open(), [
      ['o\r', KEY, LATER],
      ['yes', KEY, LATER],
    ]),
  ).toBeUndefined();
  expect(
    answerTo(open(), [
      ['yes', KEY, LATER],
      ['', ENTER, LATER],
    ]),
  ).toBe('deny');
});

test('attack 55: over a slow line a word comes in pieces, of which the last one may be a letter', () => {
  const keys = (...parts: string[]) => parts.map((part, i): [string, DialogKey, number] => [part, KEY, LATER + i * 50]);
  expect(answerTo(open(), [...keys('hell', 'o'), ['', ENTER, LATER + 150]])).toBeUndefined();
  expect(answerTo(open(), [...keys('n', 'o'), ['', ENTER, LATER + 150]])).toBe('deny');
});

test('while rows are hidden nobody agrees to more than this one call', () => {
  expect(
    answerTo(open(3), [
      ['a', KEY, LATER],
      ['', ENTER, LATER],
    ]),
  ).toBe('deny');
  expect(pressDialog(open(3), 'v', KEY, LATER)).toEqual({ view: true });
  expect(dialogLine(open(3), LATER, 80, plainPaint)).toBe('Allow? [v]iew  [o]nce ›[d]eny‹ then Enter');
});

test('attack 55: what comes right behind a paste does not answer, and nothing chosen before it stands', () => {
  const chosen = { ...open(), chosen: 'once' as const };
  const after = disturbed(chosen, 5_000);
  expect(answerTo(after, [['', ENTER, 5_100]])).toBeUndefined();
  expect(answerTo(after, [['', ENTER, 5_000 + QUIET_MS]])).toBe('deny');
});

test('letters with Ctrl or Alt choose nothing', () => {
  for (const held of [{ ctrl: true }, { meta: true }]) {
    expect(
      answerTo(open(), [
        ['o', { ...KEY, ...held }, LATER],
        ['', ENTER, LATER],
      ]),
    ).toBe('deny');
  }
});

test('while keys do not count no row reads as if they did', () => {
  for (let columns = 1; columns <= 80; columns++) {
    const line = dialogLine(open(), 0, columns, plainPaint);
    if (columns > 2) expect(line).toMatch(/^Al|^A…/);
  }
});

test.each([
  [60, 'Allow?  [o]nce  [s]ession  [a]lways ›[d]eny‹ then Enter'],
  [40, '[o]nce [s]ession [a]lways ›[d]eny‹ Enter'],
  [20, 'o s a ›d‹ Enter'],
  [12, '›deny‹ Enter'],
  [10, 'o s a ›d‹'],
  [8, '›d‹'],
  [3, '›d‹'],
])('attack 52: at %i columns the answer that Enter gives is shown', (columns, line) => {
  expect(dialogLine(open(), LATER, columns, plainPaint)).toBe(line);
});
