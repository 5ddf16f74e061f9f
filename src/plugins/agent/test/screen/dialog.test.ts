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
