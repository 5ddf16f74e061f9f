import { expect, test } from 'vitest';
import { createEditor, expanded, paste, press, submitted } from '../../src/editor/editor.ts';
import { withEarlier } from '../../src/editor/history.ts';
import { fresh, lines, play, seen } from './typing.ts';

const FRAME = { columns: 12, prompt: '> ', continuation: '  ' };

test('Up and Down go by the rows that are shown and keep the column over a shorter one', () => {
  const editor = fresh('0123456789abcde<C-j>x<C-j>12345');
  const up = (times: number) => seen(play(editor, '<Up>'.repeat(times), FRAME)).indexOf('|');
  expect([up(0), up(1), up(2), up(3)]).toEqual([23, 17, 15, 5]);
  expect(seen(play(editor, '<Up><Up><Down><Down>', FRAME))).toBe(seen(editor));
});

test('Up keeps the column by cells behind wide characters', () => {
  expect(seen(fresh('漢字漢字<C-j>abcde<Up>'))).toBe('漢字|漢字\nabcde');
});

test('behind a row that is full the caret is in the next one', () => {
  const editor = fresh('0123456789');
  expect(seen(play(editor, '<Up>', FRAME))).toBe('|0123456789');
});

test('Up from the first row goes back in the history, and the message that was begun comes again', () => {
  const editor = fresh('new one<C-j>begun<Left>', ['first', 'second']);
  const second = play(editor, '<Up><Up>');
  expect(seen(second)).toBe('second|');
  expect(seen(play(second, '<Up><Up><Up>'))).toBe('|first');
  expect(seen(play(second, '<Down>'))).toBe('new one\nbegun|');
  expect(seen(play(second, '<Down><Down>'))).toBe('new one\nbegun|');
});

test('an entry that was changed is there as changed until something is sent; what was sent stays as it was', () => {
  const changed = fresh('<Up>!<Up><Down>', ['first', 'second']);
  expect(seen(changed)).toBe('second!|');
  const sent = submitted(changed);
  expect(sent.history).toEqual(['first', 'second', 'second!']);
  expect(seen(play(sent, '<Up><Up>'))).toBe('second|');
});

test('undo leaves the history', () => {
  expect(seen(fresh('draft<Up><Up><C-_>', ['first', 'second']))).toBe('draft|');
});

test('what was sent is kept once in a row, blanks never, and 500 at most', () => {
  const editor = submitted(play(submitted(play(submitted(fresh('same')), 'same')), '  '));
  expect(editor.history).toEqual(['same']);
  expect(editor).toMatchObject({ text: '', cursor: 0, undo: [] });
  const many = createEditor(Array.from({ length: 600 }, (_, i) => `m${i}`));
  const more = submitted(play(many, 'last'));
  expect(more.history).toHaveLength(500);
  expect([more.history[0], more.history.at(-1)]).toEqual(['m101', 'last']);
});

test('a paste comes back from the history, and what is no longer in it is not held', () => {
  const text = lines(2_000);
  const once = paste(fresh('see '), text);
  const kept = play(submitted(once), '<Up>');
  expect(expanded(kept)).toBe(`see ${text}`);
  expect(submitted(paste(play(kept, '<C-_>'), text)).pastes.size).toBe(2);
  expect(submitted(play(paste(fresh(), text), '<Backspace>')).pastes.size).toBe(0);
  expect(submitted(paste(submitted(pasteOf(text)), text)).history).toHaveLength(1);
});

test('a message of an earlier session that is very long comes back as a chip', () => {
  const text = lines(5_000);
  const editor = fresh('<Up>', [text]);
  expect([editor.text.length > 10, expanded(editor) === text]).toEqual([false, true]);
  expect(press(editor, '\r', { return: true }).act).toBe('submit');
});

const pasteOf = (text: string) => paste(fresh(), text);

test('messages of earlier sessions come before its own, none twice; pastes, the draft and undo stay', () => {
  const text = lines(2_000);
  const sent = submitted(paste(fresh('see '), text));
  const editor = withEarlier(paste(play(sent, 'begun '), text), ['first', `see ${text}`, lines(5_000), 'second']);
  expect(expanded(editor)).toBe(`begun ${text}`);
  expect(expanded(play(editor, '<Up>'))).toBe(`see ${text}`);
  expect(expanded(play(editor, '<Up><Up>'))).toBe('second');
  expect(expanded(play(editor, '<Up><Up><Up><Up>'))).toBe('first');
  expect(expanded(play(editor, '<Up><Up><Down><Down>'))).toBe(`begun ${text}`);
  expect(seen(play(editor, '<C-_>'))).toBe('begun |');
  const late = withEarlier(play(sent, 'draft<Up>!'), ['first']);
  expect(expanded(play(late, '<Down>'))).toBe('draft');
  expect(expanded(play(late, '<Up>'))).toBe('first');
  expect(expanded(play(late, '<C-_><C-_>'))).toBe('draft');
});
