import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { replaceUnseen } from '@hermes-ops/plugin-kit/unseen';
import { expect, test } from 'vitest';
import { cleanTitle } from '../../src/sessions/title.ts';
import { showName } from '../../src/tools/files/show-name.ts';

const marked = (text: string) => replaceUnseen(text, () => '.');

test('what shows nothing or acts on a terminal is replaced, each by itself', () => {
  expect(marked('a\x00\t\n\r\x1b\x7f\x85b')).toBe('a.......b');
  expect(marked('a\u00ad\u034f\u061c\u115f\u180e\u200b\u200d\u2028\u202e\u2066\u3164\ufeffb')).toBe('a............b');
  expect(marked('\ud800x\u{e0041}\u{e0101}')).toBe('.x..');
  expect(marked('Grüße 漢字 नमस्ते e\u0301 \u00a0')).toBe('Grüße 漢字 नमस्ते e\u0301 \u00a0');
});

test('what joins a picture or a letter stays, but only behind one', () => {
  for (const text of ['👩\u200d🚀', '❤\ufe0f', '1\ufe0f\u20e3', '👩🏽\u200d🚀', 'می\u200cخواهم', 'क्\u200dष'])
    expect(marked(text)).toBe(text);
  expect(marked('a\u200db')).toBe('a.b');
  expect(marked('a\ufe0f\u200db')).toBe('a..b');
  expect(marked('👩\u200d\u200d\u200db')).toBe('👩\u200d..b');
});

test('names and titles hide nothing', () => {
  expect(showName('evil\u001b[2J\n\u202ename ❤\ufe0f.md')).toBe('evil\\u{1b}[2J\\u{0a}\\u{202e}name ❤\ufe0f.md');
  expect(cleanTitle(' a\u202e\u200b\n\u3164 b ')).toBe('a b');
});

test('figures', () => {
  expect([count(12345), plural(1, 'line'), plural(2000, 'line'), plural(0, 'match', 'matches')]).toEqual([
    '12,345',
    '1 line',
    '2,000 lines',
    '0 matches',
  ]);
});
