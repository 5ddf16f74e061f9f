import { expect, test } from 'vitest';
import { keysIn } from '../../src/screen/keys-in.ts';

const KEY = { ctrl: false, return: false };
const read = (input: string): string[] =>
  keysIn(input, KEY).map(([one, key]) => `${key.ctrl ? 'Ctrl-' : ''}${key.return ? 'Enter' : one}`);

test('keys that come at once over a slow line are all there', () => {
  expect(read('abc\x15def')).toEqual(['abc', 'Ctrl-u', 'def']);
  expect(read('\x0b\x19\x1f')).toEqual(['Ctrl-k', 'Ctrl-y', 'Ctrl-_']);
});

test('Enter held down is one Enter', () => {
  expect(read('\r\r\r')).toEqual(['Enter']);
});

test('single keys, text and unmarked pastes stay as they are', () => {
  for (const input of ['a', '\x15', 'text\r', 'a\rb\rc', 'a\tb\nc', '你好', '\x1b[200'])
    expect(read(input)).toEqual([input]);
});
