import { expect, test } from 'vitest';
import { cleared, createEditor, expanded, insert, press, setText } from '../../src/editor/editor.ts';
import { fresh, play, seen } from './typing.ts';

test.each([
  ['by character', 'abc<Left>', 'ab|c'],
  ['over an emoji family as one', 'a👩‍👩‍👧b<Left><Left>', 'a|👩‍👩‍👧b'],
  ['over a letter and its accent as one', 'e\u0301x<Home><Right>', 'e\u0301|x'],
  ['by word', 'one two  three<M-Left><M-b>', 'one |two  three'],
  ['by word with Ctrl, to the word’s end', 'one two<Home><C-Right>', 'one| two'],
  ['by Chinese word', '我喜欢编程<Home><M-f><M-f>', '我喜欢|编程'],
  ['by word, stopping between lines', 'one<C-j>two<M-Left><M-Left>', 'one|\ntwo'],
  ['to the line’s start', 'one<C-j>two<C-a>', 'one\n|two'],
  ['to the line’s end', 'one<C-j>two<Up><Home><C-e>', 'one|\ntwo'],
  ['not beyond the ends', 'a<Left><Left><Left><Right><Right><Right>', 'a|'],
])('the caret goes %s', (_, script, text) => {
  expect(seen(fresh(script))).toBe(text);
});

test.each([
  ['Backspace takes a whole family', 'a👩‍👩‍👧<Backspace>', 'a|'],
  ['Delete and Ctrl-D take what is behind', 'abc<Home><Delete><C-d>', '|c'],
  ['Ctrl-W takes a word', 'one two <C-w>', 'one |'],
  ['Alt-Backspace too', 'one two<M-Backspace>', 'one |'],
  ['Alt-D takes the word behind', 'one two<Home><M-d>', '| two'],
  ['Ctrl-W at a line’s start joins the lines', 'one<C-j>two<Home><C-w>', 'one|two'],
  ['Ctrl-U takes the line to its start', 'one<C-j>two<Left><C-u>', 'one\n|o'],
  ['Ctrl-K takes the line to its end, then the line feed', 'one<C-j>two<Up><Home><C-k><C-k>', '|two'],
  ['Ctrl-Y gives back what kills in a row took', 'one two three<C-w><C-w>x<C-y>', 'one xtwo three|'],
  ['in either direction', 'one two<M-Left><C-k><C-u><C-y>', 'one two|'],
  ['a kill behind another act begins anew', 'one two<C-w><Left><Right><C-w><C-y>', 'one |'],
  ['a backslash before Enter makes a line', 'one\\<Enter>two', 'one\ntwo|'],
  ['Alt-Enter and Shift-Enter too', 'a<M-Enter>b<S-Enter>c', 'a\nb\nc|'],
])('%s', (_, script, text) => {
  expect(seen(fresh(script))).toBe(text);
});

test('undo takes back by the word typed, a kill, what was put in, and a cleared text', () => {
  const written = fresh('hello big world');
  expect(seen(play(written, '<C-_>'))).toBe('hello big |');
  expect(seen(play(written, '<C-_><C-_>'))).toBe('hello |');
  expect(seen(play(written, '<C-u><C-_>'))).toBe('hello big world|');
  expect(seen(play(setText(written, 'other'), '<C-_>'))).toBe('hello big world|');
  expect(seen(play(cleared(written), '<C-_>'))).toBe('hello big world|');
  expect(seen(play(insert(written, '/model'), '<C-_>'))).toBe('hello big world|');
  expect(play(fresh(), '<C-_>')).toEqual(fresh());
});

test('redo brings back what undo took, where it was, until something else is typed; a moved caret is no change', () => {
  const written = fresh('hello big<C-a><C-k>');
  expect(seen(play(written, '<C-_><CM-_>'))).toBe('|');
  expect(seen(play(written, '<C-_><C-_><C-_><CM-_><CM-_>'))).toBe('|hello big');
  expect(seen(play(written, '<C-_><End><Left><CM-_>'))).toBe('|');
  expect(seen(play(written, '<C-_>x<CM-_>'))).toBe('x|hello big');
  const undone = play(written, '<C-_>');
  // Where a terminal tells the keys apart.
  for (const [input, key] of [
    ['z', { ctrl: true, shift: true }],
    ['/', { ctrl: true, meta: true }],
    ['-', { ctrl: true, meta: true }],
  ] as const)
    expect(press(undone, input, key).editor.text).toBe('');
  expect(play(fresh(), '<CM-_>')).toEqual(fresh());
});

test('undo is bounded: the newest 200 steps', () => {
  const many = play(fresh(), 'a '.repeat(300));
  const back = play(many, '<C-_>'.repeat(300));
  expect(back.text).toBe('a '.repeat(100));
  expect(play(back, '<CM-_>'.repeat(300)).text).toBe(many.text);
});

test('Enter submits, Ctrl-D leaves an empty text only', () => {
  expect(press(fresh('hi'), '\r', { return: true })).toMatchObject({ act: 'submit', handled: true });
  expect(press(fresh(), 'd', { ctrl: true })).toMatchObject({ act: 'leave', handled: true });
  expect(press(fresh('hi'), 'd', { ctrl: true })).not.toHaveProperty('act');
});

test.each([
  ['Ctrl-C', 'c', { ctrl: true }],
  ['Ctrl-O', 'o', { ctrl: true }],
  ['Ctrl-G', 'g', { ctrl: true }],
  ['Ctrl-L', 'l', { ctrl: true }],
  ['Ctrl-Alt-A', 'a', { ctrl: true, meta: true }],
  ['Alt-X', 'x', { meta: true }],
  ['Cmd-A', 'a', { super: true }],
  ['Esc', '', { escape: true }],
  ['Esc twice', '', { escape: true, meta: true }],
  ['Tab', '', { tab: true }],
  ['Shift-Tab', '', { tab: true, shift: true }],
  ['paging and function keys', '', {}],
  ['a key named like a method', 'constructor', { ctrl: true }],
])('%s is the screen’s', (_, input, key) => {
  const editor = fresh('text');
  const pressed = press(editor, input, key);
  expect(pressed.handled).toBe(false);
  expect(pressed.editor).toBe(editor);
});

test('a key that is let go does nothing', () => {
  const editor = fresh('text');
  expect(press(editor, 'a', { eventType: 'release' })).toEqual({ editor, handled: true });
});

test('what comes in one piece: an IME’s word, a line with its Enter, lines of a terminal that does not say what is a paste', () => {
  expect(seen(press(fresh(), '你好世界', {}).editor)).toBe('你好世界|');
  const line = press(fresh(), 'yes\r', {});
  expect([line.act, line.editor.text]).toEqual(['submit', 'yes']);
  const several = press(fresh(), 'one\rtwo\r', {});
  expect([several.act, several.editor.text]).toEqual([undefined, 'one\ntwo\n']);
  expect(press(fresh('a'), '\n', {}).editor.text).toBe('a\n');
});

test('text keeps to itself: nothing in it acts on a terminal, hides, or is half a character', () => {
  expect(insert(fresh(), 'a\x1b[31mred\x1b[0m\x07\u0085b').text).toBe('aredb');
  expect(insert(fresh(), 'one\r\ntwo\rthree\tx').text).toBe('one\ntwo\nthree\tx');
  expect(insert(fresh(), 'a\u202eb\u200bc').text).toBe('a\\u{202e}b\\u{200b}c');
  expect(insert(fresh(), 'a\ud83db').text).toBe('a\ufffdb');
  expect(setText(fresh(), 'x\u{10f000}').text).toBe('x\\u{10f000}');
  expect(createEditor(['\x1b]0;title\x07hi']).history).toEqual(['hi']);
});

test('a joiner typed by itself belongs to the letter before it', () => {
  expect(expanded(fresh('می\u200cخواهم'))).toBe('می\u200cخواهم');
  expect(fresh('a\u200c').text).toBe('a\\u{200c}');
});

test('the caret is behind a character that two pieces have become', () => {
  const flags = play(fresh('🇪<Left>'), '🇩');
  expect(seen(flags)).toBe('🇩🇪|');
});
